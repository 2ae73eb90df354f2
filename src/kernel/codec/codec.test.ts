import { expect, test } from 'vitest'
import { bytesToHex, hexToBytes } from '../base/order.ts'
import { oracleBytes } from '../testing/oracle.ts'
import { CanonicalReader, decodeCanonical } from './decode.ts'
import { attemptDecode } from './decode-fault.ts'
import { CanonicalWriter, EncodeRefused, encodeCanonical } from './encode.ts'
import { cidBytesToLink, linkOf, linkToCidBytes, linkToHex } from './link.ts'
import { isValueMap, type Value } from './value.ts'

const hexOf = (value: Value): string => bytesToHex(encodeCanonical(value))

function reasonOf(hex: string): string | undefined {
  const bytes = hexToBytes(hex)
  const decoded = bytes === undefined ? undefined : decodeCanonical(bytes)
  return decoded?.ok === false ? decoded.fault.reason : undefined
}

test('keys go shorter first, then bytewise', () => {
  expect(hexOf({ b: 1, aa: 2, a: 3 })).toBe('a3616103616201626161' + '02')
  // U+FFFF has fewer bytes than U+1F600 and follows it in UTF-16 order.
  expect(hexOf({ '\u{1f600}': 1, '\u{ffff}': 2 })).toBe('a263efbfbf0264f09f988001')
})

test('maps of one shape and maps of many shapes are written alike', () => {
  for (let i = 0; i < 5000; i += 1) {
    const map = { [`k${i % 3000}`]: 1, [`a${i}`]: 2, z: 3 }
    expect(hexOf(map)).toBe(bytesToHex(oracleBytes(map)))
  }
  const table = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`key-${(i * 7919) % 500}`, i]))
  expect(hexOf(table)).toBe(bytesToHex(oracleBytes(table)))
})

test('`__proto__` is a key like any other', () => {
  const decoded = decodeCanonical(encodeCanonical(JSON.parse('{"__proto__": {"x": 1}, "toString": 2}')))
  expect(decoded.ok).toBe(true)
  if (!decoded.ok || !isValueMap(decoded.value)) return
  expect(Object.keys(decoded.value)).toEqual(['toString', '__proto__'])
  expect(decoded.value['x']).toBeUndefined()
  expect('valueOf' in decoded.value).toBe(false)
  expect(Object.prototype).not.toHaveProperty('x')
  expect(decodeCanonical(Uint8Array.of(0xa0))).toEqual({ ok: true, value: {} })
})

test('64 levels are read and written, 65 are not', () => {
  const nested = (levels: number): Value => {
    let value: Value = 7
    for (let i = 0; i < levels; i += 1) value = i % 2 === 0 ? [value] : { k: value }
    return value
  }
  expect(decodeCanonical(encodeCanonical(nested(64))).ok).toBe(true)
  expect(() => encodeCanonical(nested(65))).toThrow(EncodeRefused)
  expect(reasonOf('81'.repeat(64) + '00')).toBeUndefined()
  expect(reasonOf('81'.repeat(65) + '00')).toBe('too_deep')
  expect(reasonOf('81'.repeat(100_000))).toBe('too_deep')
  expect(reasonOf('a16161'.repeat(100_000))).toBe('too_deep')
})

test('a value that contains itself is refused', () => {
  const loop: Value[] = []
  loop.push(loop)
  expect(() => encodeCanonical(loop)).toThrow('too_deep')
})

test('lengths are checked before anything is made', () => {
  const before = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers
  for (const major of ['9', '5', '7', 'b']) {
    for (const head of ['a7fffffff', 'affffffff', 'b001fffffffffffff', 'bffffffffffffffff']) {
      expect(reasonOf(`${major}${head}00`)).toBe('truncated')
    }
  }
  // Each level claims all that is left: the sum must not be reserved either.
  expect(reasonOf('9a00ffffff'.repeat(60))).toBe('truncated')
  const grown = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers - before
  expect(grown).toBeLessThan(32 * 1024 * 1024)
})

test('stepping over hostile bytes ends', () => {
  for (const hex of ['9bffffffffffffffff00', 'bb001fffffffffffff00', '9a00ffffff'.repeat(60), 'd8', 'fb00']) {
    const bytes = hexToBytes(hex) ?? new Uint8Array()
    expect(attemptDecode(() => new CanonicalReader(bytes).skipValue()).ok).toBe(false)
  }
  const deep = hexToBytes('81'.repeat(500_000) + '00') ?? new Uint8Array()
  expect(attemptDecode(() => new CanonicalReader(deep).skipValue()).ok).toBe(true)
})

test('a reader of known shape finds keys, offsets and types', () => {
  const bytes = encodeCanonical({ a: 1, b: [null, 'x'], c: Uint8Array.of(9) })
  const reader = new CanonicalReader(bytes)
  expect(reader.readMapHeader()).toBe(3)
  expect(reader.takeKey(encodeCanonical('b'))).toBe(false)
  expect(reader.takeKey(encodeCanonical('a'))).toBe(true)
  expect(reader.readInt()).toBe(1)
  expect(reader.readText()).toBe('b')
  expect(reader.readArrayHeader()).toBe(2)
  expect(reader.isNull()).toBe(true)
  expect(reader.readNull()).toBeNull()
  expect(attemptDecode(() => reader.readInt())).toMatchObject({ fault: { reason: 'unexpected_type' } })
  expect(reader.readText()).toBe('x')
  expect(reader.readText()).toBe('c')
  expect(reader.readBytes()).toEqual(Uint8Array.of(9))
  reader.expectEnd()
  expect(attemptDecode(() => reader.readValue())).toMatchObject({ fault: { reason: 'truncated' } })
})

test('a writer gives slices of what lies between marks, and goes back to a mark', () => {
  const writer = new CanonicalWriter(1)
  writer.writeArrayHeader(2)
  const mark = writer.mark()
  writer.writeText('x'.repeat(1000))
  writer.reset(mark)
  writer.writeInt(-25)
  expect(bytesToHex(writer.slice(mark))).toBe('3818')
  writer.writeBytes(new Uint8Array(100))
  expect(bytesToHex(writer.slice())).toBe(hexOf([-25, new Uint8Array(100)]))
  expect(() => writer.writeInt(0.5)).toThrow(EncodeRefused)
  expect(() => writer.writeText('\ud800')).toThrow('lone_surrogate')
})

test('links are CIDs of this project and no others', () => {
  const link = linkOf('raw', new Uint8Array(32).fill(3))
  const cid = linkToCidBytes(link)
  expect(bytesToHex(cid)).toBe(`01551220${'03'.repeat(32)}`)
  expect(cidBytesToLink(cid)).toEqual({ ok: true, value: link })
  expect(linkToHex(link)).toBe('03'.repeat(32))
  expect(hexOf(link)).toBe(`d82a582500${bytesToHex(cid)}`)
  // CID version 0 and 2, another codec, another hash, a shorter digest, no leading zero, another tag.
  for (const head of ['00551220', '02551220', '01701220', '01551320', '0155121f']) {
    expect(cidBytesToLink(hexToBytes(head + '03'.repeat(32)) ?? cid).ok).toBe(false)
    expect(reasonOf(`d82a582500${head}${'03'.repeat(32)}`)).toBe('link')
  }
  expect(reasonOf(`d82a582501${bytesToHex(cid)}`)).toBe('link')
  expect(reasonOf(`d82a582400${bytesToHex(cid).slice(2)}`)).toBe('link')
  expect(reasonOf(`d82b582500${bytesToHex(cid)}`)).toBe('unknown_tag')
  expect(reasonOf('c000')).toBe('unknown_tag')
  expect(() => linkOf('raw', new Uint8Array(31))).toThrow('32 bytes')
})
