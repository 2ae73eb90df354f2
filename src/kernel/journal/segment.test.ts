import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FRAME_BYTES_MAX } from '../base/limits.ts'
import { bytesToHex } from '../base/order.ts'
import { encodeCanonical } from '../codec/encode.ts'
import { linkOf } from '../codec/link.ts'
import type { Value } from '../codec/value.ts'
import { decodeSegment, encodeSegment, SegmentBuilder } from './segment.ts'

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

interface Cut {
  readonly first: number
  readonly count: number
  readonly block: string
}

/** What a builder makes of frames; the last open segment is left out. */
function cutsOf(builder: SegmentBuilder, frames: readonly Uint8Array[]): Cut[] {
  return frames.flatMap((frame): Cut[] => {
    if (!builder.push(frame)) return []
    const { first, count } = builder
    return [{ first, count, block: bytesToHex(builder.close(first === 0 ? null : prev)) }]
  })
}

test('the frames of an open segment are there from any of them on', () => {
  const builder = new SegmentBuilder(3)
  const frames = [300, 400, 500].map(frameOf)
  for (const frame of frames) expect(builder.push(frame)).toBe(false)
  for (const from of [0, 1, 2, 3]) {
    const { bytes, lengths } = builder.framesFrom(from)
    expect([...lengths]).toEqual(frames.slice(from).map(({ length }) => length))
    expect(bytesToHex(bytes)).toBe(frames.slice(from).map(bytesToHex).join(''))
  }
})

test('a frame of the greatest size has room', () => {
  const builder = new SegmentBuilder(0)
  builder.push(frameOf(300))
  expect(builder.push(frameOf(FRAME_BYTES_MAX))).toBe(true)
  const block = builder.close(null)
  const layout = decodeSegment(block)
  expect(layout.ok && layout.value.frames.map(({ length }) => length)).toEqual([300, FRAME_BYTES_MAX])
})

test('the cut is a function of the frames alone', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 300, max: 200_000 }), { maxLength: 20 }),
      fc.nat({ max: 20 }),
      (lengths, pause) => {
        const frames = lengths.map(frameOf)
        const cuts = cutsOf(new SegmentBuilder(0), frames)
        for (const { first, count } of cuts) {
          const own = lengths.slice(first, first + count)
          const total = own.reduce((sum, length) => sum + length, 0)
          expect(total - (own.at(-1) ?? 0) < CLOSE && total >= CLOSE).toBe(true)
        }
        expect(cuts.map(({ first }) => first)).toEqual(
          cuts.map((_, index) => cuts.slice(0, index).reduce((sum, { count }) => sum + count, 0)),
        )
        // A builder that begins at any open segment cuts the rest alike, into the same bytes.
        const start = cuts.slice(0, pause).reduce((sum, { count }) => sum + count, 0)
        expect(cutsOf(new SegmentBuilder(start), frames.slice(start))).toEqual(cuts.slice(pause))
      },
    ),
    { numRuns: 40 },
  )
})

test('a segment closes at the byte', () => {
  expect(new SegmentBuilder(0).push(frameOf(CLOSE - 1))).toBe(false)
  expect(new SegmentBuilder(0).push(frameOf(CLOSE))).toBe(true)
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
