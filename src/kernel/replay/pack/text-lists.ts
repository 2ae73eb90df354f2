/**
 * Columns of lists of texts that are mostly numbered: action keys, names of slots. A text is its template, the text with
 * its numbers taken out, and the step of each number from the one before it in the same list; a list of keys then costs
 * three or four bytes a key instead of thirty. A list is read by itself.
 */
import { DecodeRefused } from '../../codec/decode-fault.ts'
import type { Value } from '../../codec/value.ts'
import { NumberWriter, offsetsOf, readNumbers } from './numbers.ts'
import type { Sections, SectionWriter } from './sections.ts'
import { packTexts, readTexts } from './texts.ts'

const ZERO = 0x30
const NINE = 0x39
/** Digits that are taken as a number; longer runs stay text. */
const DIGITS_MAX = 9
/** Stands in a template for a number; the code unit behind it is 1 + the width it is padded to. */
const HOLE = '\u0000'
/** Behind a hole: no number, but U+0000 itself. */
const NUL = '\uffff'

const isDigit = (unit: number): boolean => unit >= ZERO && unit <= NINE

/** Bytes that grow. */
class ByteSink {
  bytes = new Uint8Array(256)
  length = 0

  /** Seven bits a byte, lowest first. */
  varint(value: number): void {
    if (this.length + 8 > this.bytes.length) {
      const bytes = new Uint8Array(this.bytes.length * 2)
      bytes.set(this.bytes)
      this.bytes = bytes
    }
    let rest = value
    while (rest >= 0x80) {
      this.bytes[this.length++] = (rest & 0x7f) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.bytes[this.length++] = rest
  }
}

/** Steps may go back: 0, −1, 1, −2, 2 … */
const zigzag = (step: number): number => (step < 0 ? -2 * step - 1 : 2 * step)
const unzigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2)

/** Taking a text apart, into one reused list of numbers. */
class Splitter {
  readonly numbers: number[] = []

  split(text: string): string {
    this.numbers.length = 0
    let template = ''
    let kept = 0
    let at = 0
    while (at < text.length) {
      const start = at
      const first = text.charCodeAt(at)
      at += 1
      if (first === 0) {
        template += text.slice(kept, start) + HOLE + NUL
        kept = at
      } else if (isDigit(first)) {
        let value = first - ZERO
        for (let unit = text.charCodeAt(at); isDigit(unit); unit = text.charCodeAt(at)) {
          value = value * 10 + unit - ZERO
          at += 1
        }
        const width = at - start
        if (width > DIGITS_MAX) continue
        const padded = first === ZERO && width > 1 ? width : 0
        template += text.slice(kept, start) + HOLE + String.fromCharCode(padded + 1)
        this.numbers.push(value)
        kept = at
      }
    }
    return template + text.slice(kept)
  }
}

export class TextListWriter {
  private readonly counts = new NumberWriter()
  private readonly lengths = new NumberWriter()
  private readonly templates = new Map<string, number>()
  private readonly sink = new ByteSink()
  private readonly splitter = new Splitter()

  push(texts: readonly string[]): void {
    const start = this.sink.length
    const latest: number[][] = []
    this.counts.push(texts.length)
    for (const text of texts) {
      const index = this.indexOf(this.splitter.split(text))
      this.sink.varint(index)
      const { numbers } = this.splitter
      let before = latest[index]
      if (before === undefined) {
        before = []
        latest[index] = before
      }
      for (let slot = 0; slot < numbers.length; slot += 1) {
        const number = numbers[slot] ?? 0
        this.sink.varint(zigzag(number - (before[slot] ?? 0)))
        before[slot] = number
      }
    }
    this.lengths.push(this.sink.length - start)
  }

  finish(sections: SectionWriter): Value {
    const { bytes, length } = this.sink
    return [
      this.counts.finish(sections),
      this.lengths.finish(sections),
      packTexts([...this.templates.keys()], sections),
      sections.add(bytes.slice(0, length)),
    ]
  }

  private indexOf(template: string): number {
    const known = this.templates.get(template)
    if (known !== undefined) return known
    this.templates.set(template, this.templates.size)
    return this.templates.size - 1
  }
}

/** Literal parts of a template and the widths of the numbers between them. */
interface Template {
  readonly parts: readonly string[]
  readonly widths: readonly number[]
}

function templateOf(text: string): Template {
  const [head = '', ...rest] = text.split(HOLE)
  const parts = [head]
  const widths: number[] = []
  for (const part of rest) {
    if (part.startsWith(NUL)) {
      parts.push(`${parts.pop() ?? ''}\u0000${part.slice(1)}`)
      continue
    }
    widths.push(part.charCodeAt(0) - 1)
    parts.push(part.slice(1))
  }
  return { parts, widths }
}

/** Lists as they are read, each made when it is asked for. */
export class TextLists {
  private readonly counts: ArrayLike<number>
  private readonly offsets: Uint32Array
  private readonly templates: readonly Template[]
  private readonly bytes: Uint8Array

  constructor(node: Value, sections: Sections, rows: number) {
    const [counts, lengths, templates, section] = Array.isArray(node) ? (node as readonly Value[]) : []
    const bytes = typeof section === 'number' ? sections.arrays[section] : undefined
    if (
      counts === undefined ||
      lengths === undefined ||
      templates === undefined ||
      !(bytes instanceof Uint8Array)
    )
      throw new DecodeRefused('shape', 0)
    this.counts = readNumbers(counts, sections, rows)
    this.offsets = offsetsOf(readNumbers(lengths, sections, rows))
    this.templates = readTexts(templates, sections).map(templateOf)
    this.bytes = bytes
  }

  countIn(row: number): number {
    return this.counts[row] ?? 0
  }

  row(row: number): string[] {
    const texts: string[] = []
    const latest: number[][] = []
    let at = this.offsets[row] ?? 0
    const varint = (): number => {
      let value = 0
      let scale = 1
      for (;;) {
        const byte = this.bytes[at++] ?? 0
        value += (byte & 0x7f) * scale
        if (byte < 0x80) return value
        scale *= 0x80
      }
    }
    for (let count = this.countIn(row); count > 0; count -= 1) {
      const index = varint()
      const template = this.templates[index]
      if (template === undefined) throw new DecodeRefused('shape', at)
      const { parts, widths } = template
      let numbers = latest[index]
      if (numbers === undefined) {
        numbers = widths.map(() => 0)
        latest[index] = numbers
      }
      let text = parts[0] ?? ''
      for (let slot = 0; slot < widths.length; slot += 1) {
        const number = (numbers[slot] ?? 0) + unzigzag(varint())
        numbers[slot] = number
        text += String(number).padStart(widths[slot] ?? 0, '0') + (parts[slot + 1] ?? '')
      }
      texts.push(text)
    }
    return texts
  }
}
