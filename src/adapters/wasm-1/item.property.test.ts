import { encode as encodeByOthers } from 'cborg'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Value } from '../../kernel/codec/value.ts'
import { attempt } from './attempt.ts'
import { halfToNumber, numberToHalf } from './half.ts'
import { type Item, ItemReader } from './item-reader.ts'
import { ItemWriter } from './item-writer.ts'

const written = (value: Value): Uint8Array => new ItemWriter().value(value).take()
const read = (bytes: Uint8Array) =>
  attempt(() => {
    const reader = new ItemReader(bytes)
    const item = reader.readItem()
    reader.finish()
    return item
  })

const key = fc.oneof(
  fc.string({ maxLength: 8, unit: 'binary' }),
  fc.constantFrom('', '__proto__', 'constructor', 'é', '￿', '😀'),
)
const leaf = fc.oneof(
  fc.constantFrom<Value>(null, true, false),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => (Number.isInteger(each) ? 0.5 : each)),
  fc.string({ unit: 'binary', maxLength: 50 }),
)
const value = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    leaf,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).value

/** Equal as values: maps compare by their entries, whatever their prototypes. */
const plainly = (item: unknown): unknown => {
  if (Array.isArray(item)) return item.map(plainly)
  if (typeof item !== 'object' || item === null) return item
  return new Map(
    Object.entries(item)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, plainly(each)]),
  )
}

describe('what is written', () => {
  test('reads back', () => {
    fc.assert(
      fc.property(value, (each) => {
        const back = read(written(each))
        expect(back.ok).toBe(true)
        expect(plainly(back.ok && back.value)).toEqual(plainly(each))
      }),
    )
  })

  test('is what others write: floats narrowed, keys ordered', () => {
    fc.assert(
      fc.property(value, (each) => {
        expect(written(each)).toEqual(Uint8Array.from(encodeByOthers(each)))
      }),
    )
  })

  test('holds integers of 64 bits as bigints', () => {
    const wide = fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n - 1n })
    fc.assert(
      fc.property(wide, (each) => {
        const back = read(new ItemWriter().int(each).take())
        expect(back).toEqual({ ok: true, value: Number.isSafeInteger(Number(each)) ? Number(each) : each })
      }),
    )
  })

  test('holds every half, single and double in the fewest bytes', () => {
    for (let half = 0; half < 65_536; half += 1) {
      const number = halfToNumber(half)
      if (!Number.isFinite(number)) continue
      expect(numberToHalf(number)).toBe(half)
      expect(new ItemWriter().float(number).take().length).toBe(3)
    }
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (each) => {
        const bytes = new ItemWriter().float(each).take()
        expect(read(bytes)).toEqual({ ok: true, value: each + 0 })
        const half = numberToHalf(each)
        expect(half === undefined || Object.is(halfToNumber(half), each)).toBe(true)
        expect(bytes.length).toBe(half !== undefined ? 3 : Math.fround(each) === each ? 5 : 9)
      }),
    )
  })
})

describe('what strangers write', () => {
  test('is a value or refused at an offset, never thrown', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const item = read(bytes)
        if (item.ok) return
        expect(item.fault.code).toBe('invalid_output')
        expect(item.fault.offset).toBeLessThanOrEqual(bytes.length)
      }),
      { numRuns: 2000 },
    )
  })

  test('is refused with every byte of it missing or doubled at its end', () => {
    fc.assert(
      fc.property(value, (each) => {
        const bytes = written(each)
        for (let end = 0; end < bytes.length; end += 1) expect(read(bytes.slice(0, end)).ok).toBe(false)
        expect(read(Uint8Array.of(...bytes, 0))).toMatchObject({ fault: { detail: 'trailing_bytes' } })
      }),
      { numRuns: 60 },
    )
  })

  test.each<[string, string, number]>([
    ['9b7fffffffffffffff', 'truncated', 0],
    ['bb7fffffffffffffff', 'truncated', 0],
    ['7affffffff', 'truncated', 0],
    ['4100', 'byte_string', 0],
    ['d9d9f7d9d9f700', 'tag', 3],
    ['c100', 'tag', 0],
    ['f7', 'simple', 0],
    ['f820', 'simple', 0],
    ['f97e00', 'not_finite', 0],
    ['81f97c00', 'not_finite', 1],
    ['fb7ff0000000000000', 'not_finite', 0],
    ['61ff', 'text_encoding', 1],
    ['63eda080', 'text_encoding', 1],
    ['a10000', 'key_not_text', 1],
    ['a2616100616101', 'duplicate_key', 4],
    ['bf616100616101ff', 'duplicate_key', 4],
    ['1c', 'reserved_head', 0],
    ['3f', 'reserved_head', 0],
    ['ff', 'reserved_head', 0],
    ['7f0000ff', 'unexpected_type', 1],
    ['9f00', 'truncated', 2],
    ['0000', 'trailing_bytes', 1],
    ['81'.repeat(49) + '00', 'too_deep', 49],
    ['9f'.repeat(49) + '00', 'too_deep', 49],
  ])('%s is refused: %s at %i', (hex, detail, offset) => {
    expect(read(Buffer.from(hex, 'hex'))).toEqual({
      ok: false,
      fault: { code: 'invalid_output', detail, offset },
    })
  })

  test.each<[string, Item]>([
    ['d9d9f71801', 1],
    ['1b0000000000000001', 1],
    ['9f0102ff', [1, 2]],
    ['7f6161626263ff', 'abc'],
    ['fb3ff0000000000000', 1],
    ['f98000', 0],
    ['1bffffffffffffffff', 2n ** 64n - 1n],
    ['81'.repeat(48) + '00', JSON.parse(`${'['.repeat(48)}0${']'.repeat(48)}`) as Item],
  ])('%s is read', (hex, item) => {
    expect(read(Buffer.from(hex, 'hex'))).toEqual({ ok: true, value: item })
  })
})
