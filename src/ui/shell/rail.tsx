import { lazy, Suspense } from 'react'
import { formatCount } from '../format.ts'
import { useText } from '../i18n/i18n.ts'
import { useSession, useSessionActions } from '../session/session-context.ts'
import { useIsPainted } from '../session/use-is-painted.ts'
import type { WorldSummary } from '../../workers/protocol.ts'
import { Icon } from '../widgets/icon.tsx'
import { markWorlds, type WorldMark } from './world-labels.ts'
import { sayWorld, WorldName } from './world-name.tsx'
import './rail.css'

const StorageMeter = lazy(async () => ({ default: (await import('./storage-meter.tsx')).StorageMeter }))

/** Worlds of this browser, the branches of the open one, and how much room they take. Numbers are heads. */
export function Rail() {
  const t = useText()
  const isPainted = useIsPainted()
  return (
    <nav className="rail" aria-label={t('worlds.rail')}>
      <Worlds />
      <Branches />
      {isPainted && (
        <Suspense>
          <StorageMeter />
        </Suspense>
      )}
    </nav>
  )
}

function Worlds() {
  const t = useText()
  const worlds = useSession((state) => state.worlds)
  const opened = useSession((state) => state.opened?.world)
  // The open world stands in the list from the first picture on, before the list itself has come.
  const listed = opened === undefined || worlds.some(({ worldKey }) => worldKey === opened.worldKey)
  const shown = listed ? worlds : [opened, ...worlds]
  const marks = markWorlds(shown)
  return (
    <div className="rail-section">
      <RailHead title={t('worlds.heading')} icon="globe" />
      <ul>
        {shown.map((world) => (
          <li key={world.worldKey}>
            <WorldRow
              world={world}
              mark={marks.get(world.worldKey)}
              isOpen={world.worldKey === opened?.worldKey}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}

function RailHead(props: { readonly title: string; readonly icon: 'globe' | 'branch' }) {
  return (
    <h2 className="rail-head">
      <Icon name={props.icon} />
      <span className="rail-head-text">{props.title}</span>
    </h2>
  )
}

interface WorldRowProps {
  readonly world: WorldSummary
  readonly mark: WorldMark | undefined
  readonly isOpen: boolean
}

function WorldRow({ world, mark, isOpen }: WorldRowProps) {
  const t = useText()
  const { openWorld } = useSessionActions()
  const isRunning = useSession((state) => isOpen && state.isRunning)
  const liveHead = useSession((state) => (isOpen ? state.durable?.seq : undefined))
  const note = world.isRunnable ? formatCount(liveHead ?? world.head.seq) : t('worlds.playbackOnly')
  return (
    <button
      type="button"
      className="rail-row"
      aria-current={isOpen ? 'true' : undefined}
      title={sayWorld(t, world.name, mark)}
      onClick={() => void openWorld({ kind: 'stored', worldKey: world.worldKey })}
    >
      <span className="rail-mark">
        {world.isRunnable ? (
          <span className={isRunning ? 'world-dot world-dot-live' : 'world-dot'} />
        ) : (
          <Icon name="lock" size={14} />
        )}
      </span>
      <WorldName name={world.name} mark={mark} />
      <span className="rail-note">{note}</span>
      {isRunning && <span className="visually-hidden">{t('worlds.running')}</span>}
    </button>
  )
}

function Branches() {
  const t = useText()
  const branch = useSession((state) => state.opened?.branch)
  const head = useSession((state) => state.durable?.seq ?? 0)
  if (branch === undefined) return null
  return (
    <div className="rail-section">
      <RailHead title={t('worlds.branches')} icon="branch" />
      <ul>
        <li className="rail-row rail-row-still" aria-current="true">
          <span className="rail-mark">
            <span className="branch-dot" />
          </span>
          <span className="clip grow">{branch}</span>
          <span className="rail-note">{formatCount(head)}</span>
        </li>
      </ul>
    </div>
  )
}
