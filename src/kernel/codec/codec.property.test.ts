import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesToHex } from '../base/order.ts'
import * as arbitrary from '../testing/arbitraries.ts'
import { oracleBytes } from '../testing/oracle.ts'
import { decodeCanonical } from './decode.ts'
import { EncodeRefused, encodeCanonical } from './encode.ts'
import type { Value } from './value.ts'

test('the encoder writes what another implementation writes', () => {
  fc.assert(
    fc.property(arbitrary.value, (value) => {
      expect(bytesToHex(encodeCanonical(value))).toBe(bytesToHex(oracleBytes(value)))
    }),
    { numRuns: 1000 },
  )
})

test('decoding undoes encoding', () => {
  fc.assert(
    fc.property(arbitrary.value, (value) => {
      const bytes = encodeCanonical(value)
      expect(decodeCanonical(bytes)).toEqual({ ok: true, value })
      expect(reencoded(bytes)).toBe(bytesToHex(bytes))
    }),
    { numRuns: 1000 },
  )
})

test('a value with one refused part is refused, and the path leads to it', () => {
  fc.assert(
    fc.property(
      arbitrary.refused,
      fc.array(fc.oneof(fc.constantFrom('map', 'a/b', 'x~y'), fc.nat({ max: 3 })), { maxLength: 5 }),
      arbitrary.value,
      (part, way, beside) => {
        let value = part
        for (const step of way.toReversed()) {
          value =
            typeof step === 'number'
              ? [...Array.from({ length: step }, () => beside), value]
              : { [step]: value, beside }
        }
        const prefix = way.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')
        const refusal = refusalOf(value)
        expect(refusal?.path.startsWith(prefix)).toBe(true)
      },
    ),
    { numRuns: 500 },
  )
})

function refusalOf(value: unknown): EncodeRefused | undefined {
  try {
    // What is refused is no Value; only the run-time check stands here.
    Reflect.apply(encodeCanonical, undefined, [value])
  } catch (thrown) {
    if (thrown instanceof EncodeRefused) return thrown
    throw thrown
  }
  return undefined
}

type Mutation = (bytes: Uint8Array) => Uint8Array

const mutation: fc.Arbitrary<Mutation> = fc
  .record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }), how: fc.nat({ max: 4 }) })
  .map(({ at, byte, how }) => (bytes) => {
    const place = at % bytes.length
    const head = [...bytes.subarray(0, place)]
    const tail = [...bytes.subarray(place)]
    if (how === 0) return Uint8Array.from([...head, byte, ...tail])
    if (how === 1) return Uint8Array.from([...head, ...tail.slice(1)])
    if (how === 2) return Uint8Array.from(head)
    if (how === 3) return Uint8Array.from([...head, (tail[0] ?? 0) ^ (1 << (byte & 7)), ...tail.slice(1)])
    return Uint8Array.from([...head, byte, ...tail.slice(1)])
  })

/** What is read, written again; undefined when it is not read. */
function reencoded(bytes: Uint8Array): string | undefined {
  const decoded = decodeCanonical(bytes)
  return decoded.ok ? bytesToHex(encodeCanonical(decoded.value)) : undefined
}

function expectCanonicalOrFault(bytes: Uint8Array): void {
  expect([undefined, bytesToHex(bytes)]).toContain(reencoded(bytes))
}

test('changed bytes are a fault or the canonical bytes of another value', () => {
  fc.assert(
    fc.property(arbitrary.value, fc.array(mutation, { minLength: 1, maxLength: 3 }), (value, changes) => {
      let bytes = encodeCanonical(value)
      for (const change of changes) if (bytes.length > 0) bytes = change(bytes)
      expectCanonicalOrFault(bytes)
    }),
    { numRuns: 3000 },
  )
})

test('any bytes are a fault or canonical', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => expectCanonicalOrFault(bytes)),
    { numRuns: 3000 },
  )
})

test('every flip of every bit of a rich value is a fault or canonical', () => {
  const value: Value = {
    v: 1,
    list: [0, -1, 23, 24, 255, 256, 65_536, 2 ** 40, -(2 ** 40), 1.5, 'é', null, true],
    bytes: Uint8Array.of(1, 2, 3),
    long: 'x'.repeat(300),
    map: { a: {}, aa: [], b: '' },
  }
  const bytes = encodeCanonical(value)
  for (let bit = 0; bit < 8 * bytes.length; bit += 1) {
    const flipped = Uint8Array.from(bytes)
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expectCanonicalOrFault(flipped)
  }
})
