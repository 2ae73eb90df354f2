import fc from 'fast-check'
import { expect, test } from 'vitest'
import { COORDINATE_MAX } from '../../base/limits.ts'
import type { ValueMap } from '../../codec/value.ts'
import { encodeFrame, type Frame } from '../../journal/frame.ts'
import { decodeFrame } from '../../journal/frame-decode.ts'
import { frame as anyFrame } from '../../testing/arbitraries.ts'
import { runTrial, stepsUpTo, tries } from '../../testing/property.ts'
import { Trial } from '../../testing/trial.ts'
import { checkEvents, NO_BLOBS } from '../../world/apply.ts'
import { CATALOGUE } from '../../world/catalogue.ts'
import { CheckedScan } from './checked-scan.ts'

const scan = new CheckedScan(CATALOGUE)

const utf8 = new TextDecoder()

/** What a scan says, and what the strict decoder says of the same. */
const told = (bytes: Uint8Array) => ({
  seq: scan.seq,
  time: scan.time,
  firstEvent: scan.firstEvent,
  seal: scan.seal,
  kind: scan.action?.kind,
  isDerived: scan.isDerived,
  actor: utf8.decode(bytes.subarray(scan.actorAt, scan.actorEnd)),
  key: utf8.decode(bytes.subarray(scan.keyAt, scan.keyEnd)),
  events: Array.from({ length: scan.eventCount }, (_, index) => ({
    kind: scan.definition(index)?.kind,
    v: scan.definition(index)?.version,
    payload: scan.payload(index),
  })),
})

const expected = ({ seq, time, firstEvent, seal, action, events }: Frame): ReturnType<typeof told> => ({
  seq,
  time,
  firstEvent,
  seal,
  kind: action.kind,
  isDerived: action.origin === 'derived',
  actor: action.actor,
  key: action.key,
  events: events.map(({ kind, v, payload }) => ({ kind, v, payload })),
})

/** Whatever it accepts is what the strict decoder and the check of events accept, to the last field. True when it accepted. */
function expectStrict(bytes: Uint8Array): boolean {
  if (!scan.read(bytes)) return false
  const decoded = decodeFrame(bytes)
  if (!decoded.ok) throw new Error(`accepted what is refused: ${JSON.stringify(decoded.fault)}`)
  const frame = decoded.value
  expect(structuredClone(told(bytes))).toEqual(structuredClone(expected(frame)))
  expect(checkEvents(CATALOGUE, frame, NO_BLOBS)).toBeUndefined()
  const parent = frame.parent ?? new Uint8Array(32)
  expect(scan.isAfter(parent)).toBe(frame.seq > 0 && frame.parent !== null)
  expect(scan.isAfter(parent.map((byte, index) => (index === 31 ? byte ^ 1 : byte)))).toBe(false)
  return true
}

/** Frames without signatures, blobs and records carried along. */
const isPlain = ({ refs, action, events }: Frame): boolean =>
  refs === undefined &&
  action.auth === undefined &&
  events.every(({ kind }) => CATALOGUE.events.get(kind)?.carries === undefined)

test('it reads what recordings hold', () => {
  fc.assert(
    fc.property(stepsUpTo(60), (steps) => {
      for (const { frame, bytes } of runTrial(steps).frames) {
        expect(expectStrict(bytes)).toBe(isPlain(frame))
      }
    }),
    tries(20),
  )
})

test('frames of any content, and recordings with a byte changed, put in or left out', () => {
  const change = fc.record({
    at: fc.nat(5000),
    byte: fc.integer({ min: 0, max: 255 }),
    type: fc.constantFrom('set', 'flip', 'insert', 'remove'),
  })
  const changed = (
    bytes: Uint8Array,
    { at, byte, type }: { at: number; byte: number; type: string },
  ): Uint8Array => {
    const place = at % bytes.length
    const [before, after] = [bytes.subarray(0, place), bytes.subarray(place + 1)]
    if (type === 'remove') return Uint8Array.from([...before, ...after])
    if (type === 'insert') return Uint8Array.from([...before, byte, bytes[place] ?? 0, ...after])
    const next = type === 'set' ? byte : (bytes[place] ?? 0) ^ (1 << (byte % 8))
    return Uint8Array.from([...before, next, ...after])
  }
  fc.assert(
    fc.property(anyFrame, change, (frame, how) => {
      const bytes = encodeFrame(frame)
      expectStrict(bytes)
      expectStrict(changed(bytes, how))
    }),
    tries(500),
  )
  fc.assert(
    fc.property(stepsUpTo(30), fc.array(change, { minLength: 30, maxLength: 30 }), (steps, changes) => {
      for (const { bytes } of runTrial(steps).frames.slice(1))
        for (const how of changes) expectStrict(changed(bytes, how))
    }),
    tries(20),
  )
})

const point = (x_cm: number) => ({ x_cm, y_cm: 0, z_cm: 0 })
const moved = (x: number, agent_id = 'ada') => ({ agent_id, from: point(0), to: point(x) })

test.each<readonly [name: string, kind: string, payload: ValueMap, isAccepted: boolean]>([
  ['an edge of the world', 'domain.agent_moved', moved(COORDINATE_MAX), true],
  ['the other edge', 'domain.agent_moved', moved(-COORDINATE_MAX), true],
  ['beyond the edge', 'domain.agent_moved', moved(COORDINATE_MAX + 1), false],
  ['far beyond', 'domain.agent_moved', moved(Number.MAX_SAFE_INTEGER), false],
  ['below', 'domain.agent_moved', moved(-Number.MAX_SAFE_INTEGER), false],
  ['what is no id', 'domain.agent_moved', moved(1, 'Ada'), false],
  ['an id too long', 'domain.agent_moved', moved(1, 'a'.repeat(129)), false],
  ['a field too many', 'domain.agent_moved', { ...moved(1), more: 1 }, false],
  ['a field too few', 'domain.agent_moved', { agent_id: 'ada', to: point(1) }, false],
  ['a point with more', 'domain.agent_moved', { ...moved(1), to: { ...point(1), w: 1 } }, false],
  ['a new agent', 'domain.agent_registered', { agent_id: 'eve', owner: 'eve', pos: point(0) }, true],
  ['a host as an agent', 'domain.agent_registered', { agent_id: 'host', owner: 'eve', pos: point(0) }, false],
  ['a tick that does not move', 'core.tick_advanced', { by: 0, time: 3 }, false],
  ['a key of the wrong type', 'core.tick_advanced', { by: 1, time: '3' }, false],
])('%s', (_name, kind, payload, isAccepted) => {
  const { frame } = new Trial().record(0)
  const action = { kind: 'tick', v: 1, payload: { by: 1 }, actor: 'host', key: 'k', origin: 'input' } as const
  const made: Frame = {
    ...frame,
    seq: 1,
    parent: new Uint8Array(32).fill(1),
    action,
    events: [{ kind, v: 1, payload }],
  }
  expect(expectStrict(encodeFrame(made))).toBe(isAccepted)
})
