import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeFrame, type Frame } from '../../journal/frame.ts'
import { decodeFrame } from '../../journal/frame-decode.ts'
import { frame as anyFrame } from '../../testing/arbitraries.ts'
import { runTrial, stepsUpTo, tries } from '../../testing/property.ts'
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
