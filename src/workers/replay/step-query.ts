import { fault } from '../../kernel/base/fault.ts'
import { bytesToHex, compareCodeUnits } from '../../kernel/base/order.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import type { Frame } from '../../kernel/journal/frame.ts'
import { diffChanges, type Difference } from '../../kernel/replay/diff.ts'
import type { Playback } from '../../kernel/replay/playback.ts'
import type { Change } from '../../kernel/state/recorder.ts'
import { actionRejected } from '../../kernel/packs/core/events.ts'
import { CATALOGUE } from '../../kernel/world/catalogue.ts'
import type { ChangeView, EventRow, StepView } from '../protocol.ts'
import { valueToPlain } from '../shared/plain-value.ts'
import { CauseLinks } from './cause-links.ts'
import type { FrameReader } from './frame-reader.ts'
import type { JournalIndex } from './journal-index.ts'
import type { StateCursor } from './state-cursor.ts'

/** Rows of a step that are shown; a genesis of ten thousand agents has more. */
const ROWS_MAX = 2000

/** One frame in full: what was asked, what happened, what it wrote, where it came from and what it led to. */
export class StepQuery {
  readonly #frames: FrameReader
  readonly #index: JournalIndex
  readonly #cursor: StateCursor
  readonly #causes: CauseLinks

  constructor(frames: FrameReader, index: JournalIndex, cursor: StateCursor) {
    this.#frames = frames
    this.#index = index
    this.#cursor = cursor
    this.#causes = new CauseLinks(frames, index)
  }

  async view(seq: number): Promise<Result<StepView>> {
    const { columns } = this.#index
    if (!Number.isSafeInteger(seq) || seq < 0 || seq >= columns.frameCount) {
      return fail(fault('input.invalid', { path: 'seq', expected: columns.frameCount - 1, actual: seq }))
    }
    const frame = await this.#frames.read(seq)
    if (!frame.ok) return frame
    const facts = await this.#frames.facts(seq)
    if (!facts.ok) return facts
    const changes = await this.changes(frame.value)
    if (!changes.ok) return changes
    const because = await this.#causes.because(frame.value)
    if (!because.ok) return because
    const ledTo = await this.#causes.ledTo(frame.value)
    if (!ledTo.ok) return ledTo
    const claimedAtMs = await this.#frames.view.claimedAt(seq)
    const { parent, seal, events } = frame.value
    const views = orderChanges(diffChanges(changes.value))
    return ok({
      seq,
      time: frame.value.time,
      hash: facts.value.hash,
      ...(parent === null ? {} : { parent: bytesToHex(parent) }),
      bytes: columns.sizeOf(seq),
      action: actionOf(frame.value),
      isRejected: events.some(({ kind }) => kind === actionRejected.kind),
      events: this.#rows(frame.value),
      changes: views.slice(0, ROWS_MAX),
      ...(seal === undefined
        ? {}
        : { seal: { root: bytesToHex(seal.root), manifest: bytesToHex(seal.manifest) } }),
      because: because.value,
      ledTo: ledTo.value,
      ...(claimedAtMs > 0 ? { claimedAtMs } : {}),
      ...(events.length > ROWS_MAX ? { eventsInAll: events.length } : {}),
      ...(views.length > ROWS_MAX ? { changesInAll: views.length } : {}),
    })
  }

  /** What a frame wrote. The state is moved to its end, and back by whoever needs it elsewhere. */
  async changes(frame: Frame): Promise<Result<readonly Change[]>> {
    const { seq, events } = frame
    if (seq === 0) return this.#cursor.at({ seq, k: events.length }, ({ state }) => allRecords(state))
    const changes = await this.#cursor.at({ seq, k: events.length }, (playback) => playback.changesOf(seq))
    if (!changes.ok) return changes
    if (changes.value !== undefined) return ok(changes.value)
    const before = { seq: seq - 1, k: this.#index.columns.eventsIn(seq - 1) }
    const previewed = await this.#cursor.at(before, (playback: Playback) => playback.previewChanges(frame))
    return previewed.ok ? previewed.value : previewed
  }

  #rows(frame: Frame): readonly EventRow[] {
    const { columns } = this.#index
    const { seq, time, firstEvent } = frame
    return frame.events.slice(0, ROWS_MAX).map(({ kind, payload }, index) => {
      const eventId = firstEvent + index
      const tone = columns.laneOf(eventId) + 1
      return { eventId, seq, index, time, kind, tone, payload: valueToPlain(payload) }
    })
  }
}

/** The first frame wrote everything there is. */
function allRecords(state: Playback['state']): readonly Change[] {
  const changes: Change[] = []
  for (const collection of state.collectionNames()) {
    for (const [key, after] of state.entries(collection)) {
      changes.push({ collection, key, before: undefined, after })
      if (changes.length > ROWS_MAX) return changes
    }
  }
  return changes
}

function actionOf({ action }: Frame): StepView['action'] {
  const { kind, payload, actor, key, origin, via } = action
  return { kind, payload: valueToPlain(payload), actor, key, origin, ...(via === undefined ? {} : { via }) }
}

/** By path, what runs the world behind what the world is. */
function orderChanges(differences: readonly Difference[]): readonly ChangeView[] {
  const isSystem = ({ path }: Difference): number => {
    const name = path.slice(0, path.indexOf('/'))
    return CATALOGUE.collections.get(name)?.plane === 'system' ? 1 : 0
  }
  return differences
    .toSorted((x, y) => isSystem(x) - isSystem(y) || compareCodeUnits(x.path, y.path))
    .map(({ path, a, b }) => ({
      path,
      op: a === undefined ? 'added' : b === undefined ? 'removed' : 'changed',
      ...(a === undefined ? {} : { before: valueToPlain(a) }),
      ...(b === undefined ? {} : { after: valueToPlain(b) }),
    }))
}
