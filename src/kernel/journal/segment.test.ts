import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesToHex } from '../base/order.ts'
import { encodeCanonical } from '../codec/encode.ts'
import { linkOf } from '../codec/link.ts'
import type { Value } from '../codec/value.ts'
import { decodeSegment, encodeSegment, SegmentCutter } from './segment.ts'

const CLOSE = 262_144
const prev = linkOf('dag-cbor', new Uint8Array(32).fill(1))

/** Canonical bytes of a given length ≥ 300, standing for a frame. */
function frameOf(length: number): Uint8Array {
  const head = length - 3 < 0x10000 ? 3 : 5
  return encodeCanonical(new Uint8Array(length - head))
}

test('a segment is the block of its frames, each a slice of it', () => {
  const frames = [encodeCanonical({ a: 1 }), encodeCanonical([1, 2]), frameOf(300)]
  const bytes = encodeSegment({ first: 7, prev, frames })
  const value: Value = { v: 1, first: 7, prev, frames: [{ a: 1 }, [1, 2], new Uint8Array(297)] }
  expect(bytesToHex(bytes)).toBe(bytesToHex(encodeCanonical(value)))
  const layout = decodeSegment(bytes)
  expect(layout).toMatchObject({ ok: true, value: { first: 7, prev } })
  const slices = layout.ok ? layout.value.frames : []
  expect(slices.map(({ offset, length }) => bytesToHex(bytes.subarray(offset, offset + length)))).toEqual(
    frames.map((frame) => bytesToHex(frame)),
  )
})

test('the cut is a function of the frames alone', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 300, max: 200_000 }), { maxLength: 20 }),
      fc.nat({ max: 20 }),
      (lengths, pause) => {
        const cutter = new SegmentCutter(0)
        const runs = []
        for (const length of lengths) runs.push(cutter.push(frameOf(length)))
        const last = cutter.finish()
        const closed = runs.filter((run) => run !== undefined)
        for (const run of closed) {
          const before = run.frameBytes - (run.frames.at(-1)?.length ?? 0)
          expect(before < CLOSE && run.frameBytes >= CLOSE).toBe(true)
        }
        const all = last === undefined ? closed : [...closed, last]
        expect(all.flatMap(({ frames }) => frames.map((frame) => frame.length))).toEqual(lengths)
        expect(all.map(({ first }) => first)).toEqual(
          all.map((_, index) => all.slice(0, index).reduce((sum, { frames }) => sum + frames.length, 0)),
        )
        // A cutter that begins at any open segment cuts the rest alike.
        const start = closed.slice(0, pause).reduce((sum, { frames }) => sum + frames.length, 0)
        const later = new SegmentCutter(start)
        const rest = lengths.slice(start).map((length) => later.push(frameOf(length)))
        expect(rest.filter((run) => run !== undefined).map(({ first }) => first)).toEqual(
          closed.slice(pause).map(({ first }) => first),
        )
      },
    ),
    { numRuns: 40 },
  )
})

test('a segment closes at the byte', () => {
  expect(new SegmentCutter(0).push(frameOf(CLOSE - 1))).toBeUndefined()
  expect(new SegmentCutter(0).push(frameOf(CLOSE))?.frameBytes).toBe(CLOSE)
})

test('a segment cut elsewhere is refused', () => {
  const late = encodeSegment({ first: 0, prev: null, frames: [frameOf(CLOSE), frameOf(300)] })
  expect(decodeSegment(late)).toMatchObject({ fault: { kind: 'file.malformed', reason: 'cut' } })
  const early = encodeSegment({ first: 0, prev: null, frames: [frameOf(300)] })
  expect(decodeSegment(early).ok).toBe(true)
  expect(decodeSegment(early, false)).toMatchObject({ fault: { kind: 'file.malformed', reason: 'cut' } })
})

test('what is not a segment is refused', () => {
  const frames = [{ a: 1 }]
  const reasonOf = (value: Value): string | undefined => {
    const decoded = decodeSegment(encodeCanonical(value))
    return decoded.ok ? undefined : decoded.fault.reason
  }
  expect(reasonOf({ v: 1, first: 7, prev, frames })).toBeUndefined()
  for (const wrong of [
    { v: 2, first: 7, prev, frames },
    { v: 1, first: 7, prev: null, frames },
    { v: 1, first: 0, prev, frames },
    { v: 1, first: -1, prev, frames },
    { v: 1, first: 7, prev: linkOf('raw', prev.digest), frames },
    { v: 1, first: 7, prev, frames: [] },
    { v: 1, first: 7, prev, frames, more: 1 },
    { v: 1, first: 7, frames },
  ]) {
    expect(reasonOf(wrong)).toBe('shape')
  }
  const bytes = encodeCanonical({ v: 1, first: 7, prev, frames })
  const reasonOfBytes = (changed: Uint8Array): unknown => {
    const decoded = decodeSegment(changed)
    return decoded.ok ? undefined : decoded.fault.reason
  }
  expect(reasonOfBytes(bytes.slice(0, -1))).toBe('truncated')
  expect(reasonOfBytes(Uint8Array.from([...bytes, 0]))).toBe('trailing_bytes')
  expect(() => encodeSegment({ first: 0, prev: null, frames: [] })).toThrow('holds frames')
  expect(() => encodeSegment({ first: 1, prev: null, frames: [bytes] })).toThrow('names the one before')
})
