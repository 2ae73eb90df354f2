/**
 * The container of every cache blob: a header of hashed values and typed arrays behind it, each on an 8-byte boundary so
 * that reading makes views and copies nothing.
 *
 *     u32 header length (little-endian) · header · padding · section · padding · section …
 *
 * Caches belong to this browser and may be dropped at any time; what does not read is a fault and is built again.
 */
import { fault } from '../../base/fault.ts'
import { fail, ok, type Result } from '../../base/result.ts'
import { decodeCanonical } from '../../codec/decode.ts'
import { encodeCanonical } from '../../codec/encode.ts'
import { isValueMap, type Value, type ValueMap } from '../../codec/value.ts'

export type SectionArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float64Array

const TYPES = ['u8', 'i8', 'u16', 'i16', 'u32', 'i32', 'f64'] as const
type SectionType = (typeof TYPES)[number]

const BYTES: Readonly<Record<SectionType, number>> = { u8: 1, i8: 1, u16: 2, i16: 2, u32: 4, i32: 4, f64: 8 }

const MAKE: Readonly<
  Record<SectionType, (buffer: ArrayBufferLike, at: number, count: number) => SectionArray>
> = {
  u8: (buffer, at, count) => new Uint8Array(buffer, at, count),
  i8: (buffer, at, count) => new Int8Array(buffer, at, count),
  u16: (buffer, at, count) => new Uint16Array(buffer, at, count),
  i16: (buffer, at, count) => new Int16Array(buffer, at, count),
  u32: (buffer, at, count) => new Uint32Array(buffer, at, count),
  i32: (buffer, at, count) => new Int32Array(buffer, at, count),
  f64: (buffer, at, count) => new Float64Array(buffer, at, count),
}

function typeOf(array: SectionArray): SectionType {
  if (array instanceof Uint8Array) return 'u8'
  if (array instanceof Int8Array) return 'i8'
  if (array instanceof Uint16Array) return 'u16'
  if (array instanceof Int16Array) return 'i16'
  if (array instanceof Uint32Array) return 'u32'
  return array instanceof Int32Array ? 'i32' : 'f64'
}

const aligned = (offset: number): number => (offset + 7) & ~7

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Collects the sections of one blob, and its texts: each stands in it once. */
export class SectionWriter {
  private readonly sections: SectionArray[] = []
  private readonly texts = new Map<string, number>()

  /** Adds a section and gives its number. The array is kept until `finish`, not copied. */
  add(array: SectionArray): number {
    this.sections.push(array)
    return this.sections.length - 1
  }

  /** The number of a text in this blob. */
  text(text: string): number {
    const known = this.texts.get(text)
    if (known !== undefined) return known
    this.texts.set(text, this.texts.size)
    return this.texts.size - 1
  }

  finish(header: ValueMap): Uint8Array {
    const texts = [...this.texts.keys()]
    const lengths = texts.map((text) => text.length)
    this.add(lengths.every((length) => length <= 0xff) ? Uint8Array.from(lengths) : Uint32Array.from(lengths))
    this.add(encoder.encode(texts.join('')))
    const table = this.sections.map((array): Value => [typeOf(array), array.length])
    const head = encodeCanonical({ header, sections: table })
    let end = aligned(4 + head.length)
    for (const array of this.sections) end = aligned(end + array.byteLength)
    const bytes = new Uint8Array(end)
    new DataView(bytes.buffer).setUint32(0, head.length, true)
    bytes.set(head, 4)
    let at = aligned(4 + head.length)
    for (const { buffer, byteOffset, byteLength } of this.sections) {
      bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at)
      at = aligned(at + byteLength)
    }
    return bytes
  }
}

/** The texts of a blob by number, each made when it is asked for. */
export class TextTable {
  private readonly whole: string
  private readonly offsets: Uint32Array
  private readonly made: (string | undefined)[] = []

  /** `lengths` in UTF-16 units of `whole`. */
  constructor(whole: string, lengths: ArrayLike<number>) {
    this.whole = whole
    this.offsets = new Uint32Array(lengths.length + 1)
    for (let index = 0; index < lengths.length; index += 1)
      this.offsets[index + 1] = (this.offsets[index] ?? 0) + (lengths[index] ?? 0)
  }

  at(number: number): string {
    const known = this.made[number]
    if (known !== undefined) return known
    const text = this.whole.slice(this.offsets[number], this.offsets[number + 1])
    this.made[number] = text
    return text
  }
}

export interface Sections {
  readonly header: ValueMap
  readonly arrays: readonly SectionArray[]
  readonly texts: TextTable
}

const malformed = (reason: string) => fail(fault('file.malformed', { reason }))

/** Reads a blob; its arrays are views of `bytes`, which must not change. Fault: `file.malformed`. */
export function readSections(given: Uint8Array): Result<Sections> {
  const bytes = given.byteOffset % 8 === 0 ? given : given.slice()
  if (bytes.length < 4) return malformed('truncated')
  const headLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  if (headLength > bytes.length - 4) return malformed('truncated')
  const decoded = decodeCanonical(bytes.subarray(4, 4 + headLength))
  if (!decoded.ok || !isValueMap(decoded.value)) return malformed('header')
  const { header, sections } = decoded.value
  if (!isValueMap(header) || !Array.isArray(sections)) return malformed('header')
  const arrays: SectionArray[] = []
  let at = aligned(4 + headLength)
  for (const entry of sections as readonly Value[]) {
    const [name, count] = Array.isArray(entry) ? (entry as readonly Value[]) : []
    const type = TYPES.find((known) => known === name)
    if (type === undefined || typeof count !== 'number' || count < 0) return malformed('header')
    const end = at + count * BYTES[type]
    if (end > bytes.length) return malformed('truncated')
    arrays.push(MAKE[type](bytes.buffer, bytes.byteOffset + at, count))
    at = aligned(end)
  }
  const [lengths, whole] = arrays.slice(-2)
  if (lengths === undefined || !(whole instanceof Uint8Array)) return malformed('texts')
  return ok({ header, arrays, texts: new TextTable(decoder.decode(whole), lengths) })
}
