/** Every command, once, in the order of `COMMAND_IDS`. */
import { fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import type { PositionView } from '../../workers/protocol.ts'
import { isLanguage, setLanguage } from '../i18n/i18n.ts'
import { isPanelId } from '../panel-api.ts'
import { isRef, type Ref } from '../session/ref.ts'
import { STEP_UNITS, type StepBy } from '../session/session-state.ts'
import { moveTimeline, type TimelineMove } from '../session/timeline-bus.ts'
import { isTheme, setTheme } from '../theme/theme.ts'
import { argument, isStep, isText, optionalArgument } from './arguments.ts'
import { goAlongChain } from './chain.ts'
import type { Command, CommandContext } from './command.ts'
import type { CommandId } from './command-ids.ts'
import { sourceOf } from './world-source.ts'

const DONE: Result<undefined> = ok(undefined)
const BIG_STEP = 10

function isStepBy(value: unknown): value is StepBy {
  return STEP_UNITS.some((unit) => unit === value)
}

function isRefOrNothing(value: unknown): value is Ref | null {
  return value === null || isRef(value)
}

/** Where the playhead came to. What the map draws stays in the studio. */
async function place(moved: Promise<Result<PositionView>>): Promise<Result<unknown>> {
  const answer = await moved
  if (!answer.ok) return answer
  const { seq, k, eventsInFrame, time, hash, root } = answer.value
  return ok({ seq, k, eventsInFrame, time, hash, ...(root === undefined ? {} : { root }) })
}

async function step(context: CommandContext, args: unknown, direction: 1 | -1): Promise<Result<unknown>> {
  const by = optionalArgument(args, 'by', isStepBy)
  if (!by.ok) return by
  const count = optionalArgument(args, 'count', isStep)
  if (!count.ok) return count
  const options = {
    ...(by.value === undefined ? {} : { by: by.value }),
    ...(count.value === undefined ? {} : { count: count.value }),
  }
  const { actions } = context.session
  return place(direction === 1 ? actions.stepForward(options) : actions.stepBack(options))
}

function timelineCommand(
  id: CommandId,
  labelKey: Command['labelKey'],
  move: TimelineMove,
  key: string,
): Command {
  return {
    id,
    labelKey,
    chords: [{ key }],
    run: () =>
      Promise.resolve(moveTimeline(move) ? DONE : fail(fault('input.invalid', { reason: 'no_timeline' }))),
  }
}

export const COMMANDS: readonly Command[] = [
  {
    id: 'world.open',
    labelKey: 'command.worldOpen',
    chords: [],
    async run({ session }, args) {
      const source = sourceOf(args)
      return source.ok ? session.actions.openWorld(source.value) : source
    },
  },
  {
    id: 'world.export',
    labelKey: 'command.worldExport',
    chords: [{ key: 'S', mod: true }],
    run: ({ session }) => session.actions.exportFile(),
  },
  {
    id: 'world.verify',
    labelKey: 'command.worldVerify',
    chords: [],
    run: ({ session }) => session.actions.verify(),
  },
  {
    id: 'file.open',
    labelKey: 'command.fileOpen',
    chords: [{ key: 'O', mod: true }],
    run({ pickFile }) {
      pickFile()
      return Promise.resolve(DONE)
    },
  },
  {
    id: 'transport.play',
    labelKey: 'command.play',
    chords: [],
    run: ({ session }) => session.actions.play(),
  },
  {
    id: 'transport.pause',
    labelKey: 'command.pause',
    chords: [],
    run: ({ session }) => session.actions.pause(),
  },
  {
    id: 'transport.toggle',
    labelKey: 'command.togglePlay',
    chords: [{ key: ' ' }],
    run({ session }) {
      const { isPlaying, isRunning, isFollowing } = session.store.getState()
      return isPlaying || (isRunning && isFollowing) ? session.actions.pause() : session.actions.play()
    },
  },
  {
    id: 'transport.step_forward',
    labelKey: 'command.stepForward',
    chords: [{ key: 'ArrowRight' }],
    run: (context, args) => step(context, args, 1),
  },
  {
    id: 'transport.step_back',
    labelKey: 'command.stepBack',
    chords: [{ key: 'ArrowLeft' }],
    run: (context, args) => step(context, args, -1),
  },
  {
    id: 'transport.leap_forward',
    labelKey: 'command.leapForward',
    chords: [{ key: 'ArrowRight', shift: true }],
    run: (context) => step(context, { count: BIG_STEP }, 1),
  },
  {
    id: 'transport.leap_back',
    labelKey: 'command.leapBack',
    chords: [{ key: 'ArrowLeft', shift: true }],
    run: (context) => step(context, { count: BIG_STEP }, -1),
  },
  {
    id: 'transport.start',
    labelKey: 'command.start',
    chords: [{ key: 'Home' }],
    run: ({ session }) => place(session.actions.goToStart()),
  },
  {
    id: 'transport.follow',
    labelKey: 'command.follow',
    chords: [{ key: 'End' }],
    run: ({ session }) => place(session.actions.follow()),
  },
  {
    id: 'transport.seek',
    labelKey: 'command.seek',
    chords: [],
    async run({ session }, args) {
      const seq = argument(args, 'seq', isStep)
      return seq.ok ? place(session.actions.seek(seq.value)) : seq
    },
  },
  {
    id: 'chain.cause',
    labelKey: 'command.chainCause',
    chords: [{ key: '[' }],
    run: ({ session }) => place(goAlongChain(session, 'cause')),
  },
  {
    id: 'chain.effect',
    labelKey: 'command.chainEffect',
    chords: [{ key: ']' }],
    run: ({ session }) => place(goAlongChain(session, 'effect')),
  },
  {
    id: 'panel.open',
    labelKey: 'command.panelOpen',
    chords: [],
    async run({ layout }, args) {
      const panel = argument(args, 'panel', isPanelId)
      return panel.ok ? layout.open(panel.value) : panel
    },
  },
  {
    id: 'panel.close',
    labelKey: 'command.panelClose',
    chords: [],
    async run({ layout }, args) {
      const panel = argument(args, 'panel', isPanelId)
      return panel.ok ? layout.close(panel.value) : panel
    },
  },
  {
    id: 'layout.reset',
    labelKey: 'command.layoutReset',
    chords: [],
    run({ layout }) {
      layout.reset()
      return Promise.resolve(DONE)
    },
  },
  {
    id: 'selection.set',
    labelKey: 'command.selectionSet',
    chords: [],
    async run({ session }, args) {
      const ref = argument(args, 'ref', isRefOrNothing)
      if (!ref.ok) return ref
      session.actions.select(ref.value ?? undefined)
      return DONE
    },
  },
  {
    id: 'selection.clear',
    labelKey: 'command.clearSelection',
    chords: [{ key: 'Escape' }],
    run({ session }) {
      session.actions.select(undefined)
      return Promise.resolve(DONE)
    },
  },
  {
    id: 'theme.set',
    labelKey: 'command.themeSet',
    chords: [],
    async run(_context, args) {
      const theme = argument(args, 'theme', isTheme)
      if (!theme.ok) return theme
      setTheme(theme.value)
      return DONE
    },
  },
  {
    id: 'language.set',
    labelKey: 'command.languageSet',
    chords: [],
    async run(_context, args) {
      const language = argument(args, 'language', isText)
      if (!language.ok) return language
      if (!isLanguage(language.value))
        return fail(fault('input.invalid', { path: 'language', actual: language.value }))
      await setLanguage(language.value)
      return DONE
    },
  },
  timelineCommand('timeline.zoom_in', 'command.timelineZoomIn', 'zoomIn', 'W'),
  timelineCommand('timeline.zoom_out', 'command.timelineZoomOut', 'zoomOut', 'S'),
  timelineCommand('timeline.earlier', 'command.timelineEarlier', 'earlier', 'A'),
  timelineCommand('timeline.later', 'command.timelineLater', 'later', 'D'),
  timelineCommand('timeline.fit', 'command.timelineFit', 'fit', 'F'),
]
