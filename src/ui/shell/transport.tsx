import type { CommandId } from '../commands/command-ids.ts'
import { formatCount } from '../format.ts'
import { useText } from '../i18n/i18n.ts'
import { useSession, useSessionActions } from '../session/session-context.ts'
import { type SessionState, SPEEDS, STEP_UNITS, type StepBy } from '../session/session-state.ts'
import { Icon } from '../widgets/icon.tsx'
import { Select } from '../widgets/select.tsx'
import { useCommands, useCommandTitle } from './commands-context.ts'
import { PositionReadout } from './position-readout.tsx'
import { Scrubber } from './scrubber.tsx'
import { TransportIcon } from './transport-icons.tsx'
import './transport.css'

/** The bar under the timeline: where we are, how we move, how fast. */
export function Transport() {
  const t = useText()
  return (
    <footer className="transport">
      <Scrubber />
      <div className="transport-bar" role="group" aria-label={t('transport.label')}>
        <PositionReadout />
        <Buttons />
        <Settings />
      </div>
    </footer>
  )
}

const isMoving = (state: SessionState): boolean => state.isPlaying || (state.isRunning && state.isFollowing)
const isAtStart = (state: SessionState): boolean => state.playhead === 0 && (state.position?.k ?? 0) === 0
const isAtEnd = (state: SessionState): boolean => state.playhead >= (state.head?.seq ?? 0)

function Buttons() {
  const t = useText()
  const { run } = useCommands()
  const moving = useSession(isMoving)
  const label = moving ? t('transport.pause') : t('transport.play')
  const atStart = useSession(isAtStart)
  const atEnd = useSession(isAtEnd)
  return (
    <div className="transport-buttons">
      <TransportButton command="transport.start" label={t('transport.start')} icon="start" isOff={atStart} />
      <TransportButton
        command="transport.step_back"
        label={t('transport.stepBack')}
        icon="stepBack"
        isOff={atStart}
      />
      <button
        type="button"
        className="play-button"
        aria-label={label}
        title={useCommandTitle('transport.toggle', label)}
        onClick={() => void run('transport.toggle')}
      >
        <TransportIcon name={moving ? 'pause' : 'play'} />
      </button>
      <TransportButton
        command="transport.step_forward"
        label={t('transport.stepForward')}
        icon="stepForward"
        isOff={atEnd}
      />
    </div>
  )
}

interface TransportButtonProps {
  readonly command: CommandId
  readonly label: string
  readonly icon: 'start' | 'stepBack' | 'stepForward'
  /** There is nothing further that way. The button keeps the focus, so that a pressed key does not lose its place. */
  readonly isOff: boolean
}

function TransportButton({ command, label, icon, isOff }: TransportButtonProps) {
  const { run } = useCommands()
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={useCommandTitle(command, label)}
      aria-disabled={isOff}
      onClick={isOff ? undefined : () => void run(command)}
    >
      <TransportIcon name={icon} />
    </button>
  )
}

const newSteps = (state: SessionState): number =>
  state.isFollowing ? 0 : Math.max(0, (state.head?.seq ?? 0) - state.playhead)

function FollowButton() {
  const t = useText()
  const { run } = useCommands()
  const isFollowing = useSession((state) => state.isFollowing)
  const ahead = useSession(newSteps)
  const news = ahead > 0 ? t('transport.newSteps', { count: formatCount(ahead) }) : ''
  return (
    <button
      type="button"
      className="button follow-button"
      aria-label={t('transport.follow')}
      title={useCommandTitle('transport.follow', t('transport.follow'))}
      aria-description={news}
      aria-pressed={isFollowing}
      onClick={() => void run('transport.follow')}
    >
      <Icon name="follow" size={14} />
      <span aria-hidden="true">{t('transport.follow')}</span>
      {news !== '' && (
        <span className="follow-news" aria-hidden="true">
          {news}
        </span>
      )}
    </button>
  )
}

const BY_KEYS = { event: 'transport.byEvent', frame: 'transport.byFrame', tick: 'transport.byTick' } as const

function isStepBy(value: string): value is StepBy {
  return STEP_UNITS.some((unit) => unit === value)
}

function Settings() {
  const t = useText()
  const { setSpeed, setStepBy } = useSessionActions()
  const speed = useSession((state) => state.speed)
  const stepBy = useSession((state) => state.stepBy)
  return (
    <div className="transport-settings">
      <Select
        label={t('transport.by')}
        className="transport-by"
        value={stepBy}
        onChange={(value) => isStepBy(value) && setStepBy(value)}
      >
        {STEP_UNITS.map((unit) => (
          <option key={unit} value={unit}>
            {t(BY_KEYS[unit])}
          </option>
        ))}
      </Select>
      <Select
        label={t('transport.speed')}
        value={String(speed)}
        onChange={(value) => setSpeed(Number(value))}
      >
        {SPEEDS.map((choice) => (
          <option key={choice} value={String(choice)}>
            {t('transport.speedOf', { speed: choice })}
          </option>
        ))}
      </Select>
      <FollowButton />
    </div>
  )
}
