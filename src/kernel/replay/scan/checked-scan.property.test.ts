import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeFrame, type Frame } from '../../journal/frame.ts'
import { decodeFrame } from '../../journal/frame-decode.ts'
import { frame as anyFrame } from '../../testing/arbitraries.ts'
import { runTrial, stepsUpTo, tries } from '../../testing/property.ts'
import { CATALOGUE } from '../../world/catalogue.ts'
import { CheckedScan } from './checked-scan.ts'

const scan = new CheckedScan(CATALOGUE)

const withoutPayload = (frame: Frame): unknown => {
  const { payload: _payload, ...action } = frame.action
  return { ...frame, action }
}

/** Whatever it accepts is what the strict decoder accepts, to the last field. True when it accepted. */
function expectStrict(bytes: Uint8Array): boolean {
  const checked = scan.read(bytes)
  if (checked === undefined) return false
  const decoded = decodeFrame(bytes)
  if (!decoded.ok) throw new Error(`accepted what is refused: ${JSON.stringify(decoded.fault)}`)
  expect(structuredClone(checked)).toEqual(structuredClone(withoutPayload(decoded.value)))
  return true
}

test('it reads what recordings hold', () => {
  fc.assert(
    fc.property(stepsUpTo(60), (steps) => {
      for (const { frame, bytes } of runTrial(steps).frames) {
        const isPlain = frame.refs === undefined && frame.action.auth === undefined
        expect(expectStrict(bytes)).toBe(isPlain)
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
