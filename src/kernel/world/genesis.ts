/** Frame 0: the world's beginning as events, so that a recording needs no scenario code (K2). */
import { InvariantViolation } from '../base/assert.ts'
import { fault, type Fault } from '../base/fault.ts'
import { FRAME_BYTES_MAX, FRAME_EVENTS_MAX } from '../base/limits.ts'
import { fail, ok, type Result } from '../base/result.ts'
import type { EventDefinition, EventDraft } from '../catalogue/define.ts'
import type { ValueMap } from '../codec/value.ts'
import { encodeFrame, type Action, type Frame, type FrameRecord } from '../journal/frame.ts'
import { manifestHash, parseManifest, type Manifest } from '../manifest/shape.ts'
import { actionDequeued, manifestUpdated, tickAdvanced, worldCreated } from '../packs/core/events.ts'
import { checkFields } from '../schema/field.ts'
import { State } from '../state/collection.ts'
import { Recorder } from '../state/recorder.ts'
import { applyFrame, checkEvents, NO_BLOBS, tryApplyFrame } from './apply.ts'
import { CATALOGUE, planeIn, SEMANTICS, type Catalogue } from './catalogue.ts'
import { headAfter, openWorld, type World, type WorldPorts } from './world.ts'
import { StateTree } from '../state/tree.ts'

/** What a scenario says about a world before it begins. */
export interface GenesisSpec {
  readonly scenario: string
  readonly seed: number
  /** Nominal length of a tick in ms, for showing only. */
  readonly tickMs: number
  readonly config: ValueMap
  readonly manifest: Manifest
  /** Initial records as events, in the order they come into being. The world and its manifest come before them. */
  readonly events: readonly EventDraft[]
}

export interface BegunWorld {
  readonly world: World
  readonly frame: FrameRecord
}

/** Actor and key of frame 0. */
const BEGINNING = { actor: 'host', key: 'genesis' } as const

function rootAfter(state: State, catalogue: Catalogue, ports: WorldPorts): Uint8Array {
  return new StateTree({ sha256: ports.sha256, planeOf: planeIn(catalogue) }, state.clone()).root()
}

/** Makes frame 0 and the world after it. Faults: `input.invalid` with the path of the first bad record or section. */
export function createWorld(spec: GenesisSpec, ports: WorldPorts): Result<BegunWorld, Fault> {
  const catalogue = ports.catalogue ?? CATALOGUE
  const manifest = parseManifest(spec.manifest)
  if (!manifest.ok) return manifest
  const { scenario, seed, config, tickMs } = spec
  const payload: ValueMap = {
    scenario,
    seed,
    config,
    manifest: spec.manifest as ValueMap,
    semantics: SEMANTICS,
    tickMs,
  }
  const definition = catalogue.actions.get('genesis')
  const broken =
    definition === undefined ? fault('semantics.unknown') : checkFields(definition.fields, payload, 'genesis')
  if (broken !== undefined) return fail(broken)
  const hash = manifestHash(manifest.value, ports.sha256)
  const events = [
    worldCreated.create({ scenario, seed, semantics: SEMANTICS, tickMs, config }),
    manifestUpdated.create({ manifest: manifest.value as ValueMap, manifestHash: hash }),
    ...spec.events,
  ]
  if (events.length > FRAME_EVENTS_MAX)
    return fail(
      fault('input.invalid', { path: 'genesis/events', expected: FRAME_EVENTS_MAX, actual: events.length }),
    )
  const action: Action = { kind: 'genesis', v: 1, payload, ...BEGINNING, origin: 'input', via: 'host' }
  const unsealed: Frame = { v: 1, seq: 0, time: 0, parent: null, action, firstEvent: 1, events }
  const state = new State()
  const applied = applyBeginning(catalogue, state, unsealed)
  if (!applied.ok) return applied
  const frame: Frame = { ...unsealed, seal: { root: rootAfter(state, catalogue, ports), manifest: hash } }
  const bytes = encodeFrame(frame)
  if (bytes.length > FRAME_BYTES_MAX)
    return fail(fault('input.invalid', { path: 'genesis', expected: FRAME_BYTES_MAX, actual: bytes.length }))
  const record: FrameRecord = { frame, bytes, hash: ports.sha256.digest(bytes) }
  return ok({
    world: openWorld({ state, head: headAfter(frame, record.hash), genesis: record.hash }, ports),
    frame: record,
  })
}

/** What moves, replaces or gives back is not a record that a world begins with. */
const NOT_INITIAL: ReadonlySet<string> = new Set(
  [worldCreated, manifestUpdated, tickAdvanced, actionDequeued].map(({ kind }) => kind),
)

/** Frame 0 has no refs, so nothing in it may need a blob. */
const namesBlob = ({ fields }: EventDefinition): boolean =>
  Object.values(fields).some(({ shape }) => shape.type === 'bytes' && shape.reference === 'blob')

/** Path of the first initial event that is none; the first two are the world and its manifest. */
function notInitial(catalogue: Catalogue, { events }: Pick<Frame, 'events'>): string | undefined {
  const index = events.findIndex(({ kind }, at) => {
    const definition = catalogue.events.get(kind)
    return at > 1 && (NOT_INITIAL.has(kind) || (definition !== undefined && namesBlob(definition)))
  })
  return index === -1 ? undefined : `events/${index}`
}

function applyBeginning(catalogue: Catalogue, state: State, frame: Frame): Result<void, Fault> {
  const broken = checkEvents(catalogue, frame, NO_BLOBS)
  if (broken !== undefined) return fail(broken)
  const path = notInitial(catalogue, frame)
  if (path !== undefined) return fail(fault('input.invalid', { path: `genesis/${path}` }))
  const recorder = new Recorder(state)
  try {
    applyFrame(catalogue, recorder, frame, NO_BLOBS)
  } catch (error) {
    if (!(error instanceof InvariantViolation)) throw error
    return fail(fault('input.invalid', { path: error.where?.path ?? 'genesis/events' }))
  }
  const changes = recorder.takeChanges()
  for (const invariant of catalogue.invariants) {
    if (invariant.holds(changes, state)) continue
    const where = invariant.pathOf?.(changes) ?? 'genesis/events'
    return fail(fault('input.invalid', { path: where, reason: invariant.name }))
  }
  return ok(undefined)
}

/** Opens a world from somebody's frame 0. Faults: `frame.order`, `frame.undecodable`, `semantics.unknown`. */
export function openGenesis(record: FrameRecord, ports: WorldPorts): Result<World, Fault> {
  const catalogue = ports.catalogue ?? CATALOGUE
  const { frame } = record
  const isFirst = frame.seq === 0 && frame.parent === null && frame.firstEvent === 1 && frame.time === 0
  if (!isFirst || frame.action.kind !== 'genesis') {
    return fail(fault('frame.order', { seq: frame.seq, expected: 'genesis', actual: frame.action.kind }))
  }
  const [created, updated] = frame.events
  if (created?.kind !== worldCreated.kind || updated?.kind !== manifestUpdated.kind) {
    return fail(
      fault('frame.undecodable', {
        seq: 0,
        path: 'events',
        expected: `${worldCreated.kind}, ${manifestUpdated.kind}`,
      }),
    )
  }
  const path = notInitial(catalogue, frame)
  if (path !== undefined) return fail(fault('frame.undecodable', { seq: 0, path }))
  const state = new State()
  const recorder = new Recorder(state)
  const applied = tryApplyFrame(catalogue, recorder, frame, NO_BLOBS)
  if (!applied.ok) return applied
  return ok(openWorld({ state, head: headAfter(frame, record.hash), genesis: record.hash }, ports))
}
