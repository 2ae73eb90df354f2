/** Columns of texts: a dictionary in order of first use, and an index a row. Texts are made when they are asked for. */
import { DecodeRefused } from '../../codec/decode-fault.ts'
import type { Value } from '../../codec/value.ts'
import { NumberWriter, offsetsOf, readNumbers, type NumberColumn } from './numbers.ts'
import type { SectionArray, SectionWriter } from './sections.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Texts one after the other, made one by one. */
export class TextList {
  private readonly whole: string
  private readonly offsets: Uint32Array
  private readonly made: (string | undefined)[] = []

  constructor(whole: string, offsets: Uint32Array) {
    this.whole = whole
    this.offsets = offsets
  }

  get length(): number {
    return this.offsets.length - 1
  }

  at(index: number): string {
    const known = this.made[index]
    if (known !== undefined) return known
    const text = this.whole.slice(this.offsets[index], this.offsets[index + 1])
    this.made[index] = text
    return text
  }

  toArray(): string[] {
    const texts: string[] = []
    for (let index = 0; index < this.length; index += 1) texts.push(this.at(index))
    return texts
  }
}

/** Adds texts in order: `[count, units of each, section]`. Lengths count UTF-16 units of the joined text. */
export function packTexts(texts: readonly string[], sections: SectionWriter): Value {
  const lengths = new NumberWriter()
  for (const text of texts) lengths.push(text.length)
  return [texts.length, lengths.finish(sections), sections.add(encoder.encode(texts.join('')))]
}

export function readTexts(node: Value, arrays: readonly SectionArray[]): TextList {
  const [count, lengths, section] = Array.isArray(node) ? (node as readonly Value[]) : []
  if (typeof count !== 'number' || lengths === undefined || typeof section !== 'number')
    throw new DecodeRefused('shape', 0)
  const bytes = arrays[section]
  if (!(bytes instanceof Uint8Array)) throw new DecodeRefused('truncated', 0)
  const offsets = offsetsOf(readNumbers(lengths, arrays, count))
  const whole = decoder.decode(bytes)
  if ((offsets[count] ?? 0) !== whole.length) throw new DecodeRefused('truncated', 0)
  return new TextList(whole, offsets)
}

/** Collects a column of texts. */
export class TextWriter {
  private readonly indexByText = new Map<string, number>()
  private readonly indexes = new NumberWriter()

  push(text: string): void {
    let index = this.indexByText.get(text)
    if (index === undefined) {
      index = this.indexByText.size
      this.indexByText.set(text, index)
    }
    this.indexes.push(index)
  }

  skip(): void {
    if (this.indexByText.size === 0) this.push('')
    else this.indexes.skip()
  }

  finish(sections: SectionWriter): Value {
    return [packTexts([...this.indexByText.keys()], sections), this.indexes.finish(sections)]
  }
}

/** A column of texts as it is read. */
export interface TextColumn {
  readonly list: TextList
  readonly indexes: NumberColumn
}

export function readTextColumn(node: Value, arrays: readonly SectionArray[], count: number): TextColumn {
  const [texts, indexes] = Array.isArray(node) ? (node as readonly Value[]) : []
  if (texts === undefined || indexes === undefined) throw new DecodeRefused('shape', 0)
  return { list: readTexts(texts, arrays), indexes: readNumbers(indexes, arrays, count) }
}
