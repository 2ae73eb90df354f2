import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Frame } from '../../journal/frame.ts'
import { encodeFrame } from '../../journal/frame.ts'
import { decodeFrame } from '../../journal/frame-decode.ts'
import { frame as anyFrame } from '../../testing/arbitraries.ts'
import { runTrial, stepsUpTo, tries } from '../../testing/property.ts'
import { CATALOGUE } from '../../world/catalogue.ts'
import { FrameScan } from './frame-scan.ts'

const utf8 = new TextDecoder()

/** Compares everything a scan says with the frame as the strict decoder reads it. */
function expectSame(scan: FrameScan, bytes: Uint8Array): void {
  const decoded = decodeFrame(bytes)
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.fault))
  const frame: Frame = decoded.value
  // A frame is a slice of its segment.
  const around = Uint8Array.from([1, 2, 3, ...bytes, 4])
  expect(scan.read(around, 3, around.length)).toEqual({ ok: true, value: undefined })
  const { action } = frame
  expect({
    seq: scan.seq,
    time: scan.time,
    firstEvent: scan.firstEvent,
    eventCount: scan.eventCount,
    isDerived: scan.isDerived,
    kind: scan.actionKind,
    actor: utf8.decode(around.subarray(scan.actorAt, scan.actorEnd)),
    key: utf8.decode(around.subarray(scan.keyAt, scan.keyEnd)),
    end: scan.end,
  }).toEqual({
    seq: frame.seq,
    time: frame.time,
    firstEvent: frame.firstEvent,
    eventCount: frame.events.length,
    isDerived: action.origin === 'derived',
    kind: action.kind,
    actor: action.actor,
    key: action.key,
    end: around.length - 1,
  })
  for (const [index, event] of frame.events.entries()) {
    expect(scan.kindAt(scan.kindIndexOf(index)).kind).toBe(event.kind)
    expect({ payload: plainOf(scan.payload(index)) }).toEqual({ payload: plainOf(event.payload) })
  }
}

const plainOf = (payload: unknown): unknown => structuredClone(payload)

test('frames of any content scan to what the decoder reads', () => {
  const scan = new FrameScan(CATALOGUE)
  fc.assert(
    fc.property(anyFrame, (frame) => {
      expectSame(scan, encodeFrame(frame))
    }),
    tries(300),
  )
})

test('recordings scan to what the decoder reads, and bytes cut short do not scan', () => {
  const scan = new FrameScan(CATALOGUE)
  fc.assert(
    fc.property(stepsUpTo(60), fc.nat(1000), (steps, at) => {
      for (const { bytes } of runTrial(steps).frames) {
        expectSame(scan, bytes)
        const end = at % bytes.length
        expect(scan.read(bytes.slice(0, end), 0, end)).toMatchObject({
          ok: false,
          fault: { kind: 'frame.undecodable' },
        })
      }
    }),
    tries(20),
  )
})
