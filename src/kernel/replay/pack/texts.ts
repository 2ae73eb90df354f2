/** Columns of texts: numbers of texts in the table of the blob. */
import { DecodeRefused } from '../../codec/decode-fault.ts'
import type { Value } from '../../codec/value.ts'
import { packNumbers, readNumbers, type NumberColumn } from './numbers.ts'
import type { Sections, SectionWriter } from './sections.ts'

/** Adds texts in order: `[count, numbers]`. */
export function packTexts(texts: readonly string[], sections: SectionWriter): Value {
  return [texts.length, packTextColumn(texts, sections)]
}

export function readTexts(node: Value, sections: Sections): readonly string[] {
  const [count, column] = Array.isArray(node) ? (node as readonly Value[]) : []
  if (typeof count !== 'number' || column === undefined) throw new DecodeRefused('shape', 0)
  return Array.from(readNumbers(column, sections, count), (number) => sections.texts.at(number))
}

/** Adds a column of texts, one a row; read it with `readNumbers` and `sections.texts`. */
export function packTextColumn(texts: readonly string[], sections: SectionWriter): Value {
  const numbers = new Uint32Array(texts.length)
  for (let row = 0; row < texts.length; row += 1) numbers[row] = sections.text(texts[row] ?? '')
  return packNumbers(numbers, sections)
}

/** Reads a column of texts as a function of the row. */
export function textReader(numbers: NumberColumn, { texts }: Sections): (row: number) => string {
  return (row) => texts.at(numbers[row] ?? 0)
}
