import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesToHex } from '../base/order.ts'
import { encodeCanonical } from '../codec/encode.ts'
import * as arbitrary from '../testing/arbitraries.ts'
import { encodeFrame } from './frame.ts'
import { decodeFrame } from './frame-decode.ts'
import { decodeFrameEvents, peekFrame, readPayload } from './frame-peek.ts'
import { encodeSegment } from './segment.ts'

test('the frame writer gives the canonical bytes of the frame as a value, and the reader undoes it', () => {
  fc.assert(
    fc.property(arbitrary.frame, (frame) => {
      const bytes = encodeFrame(frame)
      expect(bytesToHex(bytes)).toBe(bytesToHex(encodeCanonical(arbitrary.plain(frame))))
      expect(decodeFrame(bytes)).toEqual({ ok: true, value: frame })
    }),
    { numRuns: 500 },
  )
})

test('a peek into a segment sees what decoding sees', () => {
  fc.assert(
    fc.property(fc.array(arbitrary.frame, { minLength: 1, maxLength: 3 }), (frames) => {
      const encoded = frames.map((frame) => encodeFrame(frame))
      const bytes = encodeSegment({ first: 0, prev: null, frames: encoded })
      let end = bytes.length
      for (const [index, frame] of [...frames.entries()].toReversed()) {
        const start = end - (encoded[index]?.length ?? 0)
        const peeked = peekFrame(bytes, start)
        expect(peeked).toMatchObject({
          ok: true,
          value: {
            seq: frame.seq,
            time: frame.time,
            firstEvent: frame.firstEvent,
            kind: frame.action.kind,
            actor: frame.action.actor,
            key: frame.action.key,
            isDerived: frame.action.origin === 'derived',
            hasSeal: frame.seal !== undefined,
            callCount: frame.calls?.length ?? 0,
            eventCount: frame.events.length,
            eventKinds: frame.events.map(({ kind }) => kind),
            end,
          },
        })
        if (!peeked.ok) continue
        expect(decodeFrameEvents(bytes, peeked.value)).toEqual({ ok: true, value: frame.events })
        const payloads = frame.events.map((_, place) => readPayload(bytes, peeked.value, place))
        expect(payloads).toEqual(frame.events.map(({ payload }) => payload))
        end = start
      }
    }),
    { numRuns: 200 },
  )
})

test('a frame with a changed byte is a fault or another frame with exactly these bytes', () => {
  fc.assert(
    fc.property(arbitrary.frame, fc.nat(), fc.integer({ min: 1, max: 255 }), (frame, at, change) => {
      const bytes = encodeFrame(frame)
      const place = at % bytes.length
      bytes[place] = (bytes[place] ?? 0) ^ change
      const decoded = decodeFrame(bytes)
      const again = decoded.ok ? bytesToHex(encodeFrame(decoded.value)) : decoded.fault.kind
      expect(['frame.undecodable', 'frame.not_canonical', bytesToHex(bytes)]).toContain(again)
    }),
    { numRuns: 3000 },
  )
})
