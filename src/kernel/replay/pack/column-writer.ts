/**
 * Columns made from a declared shape (schema/field): a record becomes one narrow column per leaf field. What comes out
 * is a tree of nodes for the header; it names types itself, so that reading needs no declaration.
 */
import { encodeCanonical } from '../../codec/encode.ts'
import type { Value } from '../../codec/value.ts'
import { checkFields, isPlainMap, type Fields, type FieldShape } from '../../schema/field.ts'
import { NumberWriter } from './numbers.ts'
import type { SectionWriter } from './sections.ts'
import { TextListWriter } from './text-lists.ts'
import { packTextColumn } from './texts.ts'

/** Takes the values of one field row by row. Values have the declared shape. */
export interface ColumnWriter {
  push(value: unknown): void
  /** A row in which the field is absent. */
  skip(): void
  finish(sections: SectionWriter): Value
}

class IntWriter implements ColumnWriter {
  private readonly numbers = new NumberWriter()

  push(value: unknown): void {
    this.numbers.push(typeof value === 'number' ? value : 0)
  }

  skip(): void {
    this.numbers.skip()
  }

  finish(sections: SectionWriter): Value {
    return ['int', this.numbers.finish(sections)]
  }
}

class BoolWriter implements ColumnWriter {
  private readonly numbers = new NumberWriter()

  push(value: unknown): void {
    this.numbers.push(value === true ? 1 : 0)
  }

  skip(): void {
    this.numbers.skip()
  }

  finish(sections: SectionWriter): Value {
    return ['bool', this.numbers.finish(sections)]
  }
}

class TextColumnWriter implements ColumnWriter {
  private readonly texts: string[] = []

  push(value: unknown): void {
    this.texts.push(typeof value === 'string' ? value : '')
  }

  /** The text before it again, which adds no text. */
  skip(): void {
    this.texts.push(this.texts.at(-1) ?? '')
  }

  finish(sections: SectionWriter): Value {
    return ['text', packTextColumn(this.texts, sections)]
  }
}

/** Byte strings of any length, one after the other; with `isEncoded`, canonical bytes of values. */
class BlobWriter implements ColumnWriter {
  private readonly lengths = new NumberWriter()
  private readonly parts: Uint8Array[] = []
  private readonly isEncoded: boolean

  constructor(isEncoded: boolean) {
    this.isEncoded = isEncoded
  }

  push(value: unknown): void {
    const bytes = this.isEncoded
      ? encodeCanonical(value as Value)
      : value instanceof Uint8Array
        ? value
        : new Uint8Array()
    this.lengths.push(bytes.length)
    this.parts.push(bytes)
  }

  skip(): void {
    this.lengths.push(0)
  }

  finish(sections: SectionWriter): Value {
    const joined = new Uint8Array(this.lengths.sum)
    let at = 0
    for (const part of this.parts) {
      joined.set(part, at)
      at += part.length
    }
    return [this.isEncoded ? 'value' : 'bytes', this.lengths.finish(sections), sections.add(joined)]
  }
}

class ListWriter implements ColumnWriter {
  private readonly counts = new NumberWriter()
  private readonly items: ColumnWriter

  constructor(of: FieldShape) {
    this.items = createColumnWriter(of)
  }

  push(value: unknown): void {
    const items: readonly unknown[] = Array.isArray(value) ? value : []
    this.counts.push(items.length)
    for (const item of items) this.items.push(item)
  }

  skip(): void {
    this.counts.push(0)
  }

  finish(sections: SectionWriter): Value {
    return ['list', this.counts.sum, this.counts.finish(sections), this.items.finish(sections)]
  }
}

class TextListColumnWriter implements ColumnWriter {
  private readonly lists = new TextListWriter()

  push(value: unknown): void {
    this.lists.push(Array.isArray(value) ? (value as readonly string[]) : [])
  }

  skip(): void {
    this.lists.push([])
  }

  finish(sections: SectionWriter): Value {
    return ['texts', this.lists.finish(sections)]
  }
}

class MapWriter implements ColumnWriter {
  private readonly counts = new NumberWriter()
  private readonly keys: string[] = []
  private readonly items: ColumnWriter

  constructor(of: FieldShape) {
    this.items = createColumnWriter(of)
  }

  push(value: unknown): void {
    const entries = isPlainMap(value) ? Object.entries(value) : []
    this.counts.push(entries.length)
    for (const [key, item] of entries) {
      this.keys.push(key)
      this.items.push(item)
    }
  }

  skip(): void {
    this.counts.push(0)
  }

  finish(sections: SectionWriter): Value {
    const keys = packTextColumn(this.keys, sections)
    return ['map', this.counts.sum, this.counts.finish(sections), keys, this.items.finish(sections)]
  }
}

interface RecordColumn {
  readonly name: string
  readonly writer: ColumnWriter
  /** 1 where the field is there; absent for fields that always are. */
  readonly presence: NumberWriter | undefined
}

class RecordWriter implements ColumnWriter {
  private readonly columns: readonly RecordColumn[]

  constructor(columns: readonly RecordColumn[]) {
    this.columns = columns
  }

  push(value: unknown): void {
    const record: Readonly<Record<string, unknown>> = isPlainMap(value) ? value : {}
    for (const { name, writer, presence } of this.columns) {
      const found = record[name]
      presence?.push(found === undefined ? 0 : 1)
      if (found === undefined) writer.skip()
      else writer.push(found)
    }
  }

  skip(): void {
    for (const { writer, presence } of this.columns) {
      presence?.push(0)
      writer.skip()
    }
  }

  finish(sections: SectionWriter): Value {
    return [
      'record',
      this.columns.map(
        ({ name, writer, presence }): Value => [
          name,
          presence === undefined ? null : presence.finish(sections),
          writer.finish(sections),
        ],
      ),
    ]
  }
}

function fieldsWriter(fields: Fields): RecordWriter {
  return new RecordWriter(
    Object.entries(fields).map(([name, { shape, isOptional }]) => ({
      name,
      writer: createColumnWriter(shape),
      presence: isOptional ? new NumberWriter() : undefined,
    })),
  )
}

/** The writer that a shape calls for. */
function createColumnWriter(shape: FieldShape): ColumnWriter {
  switch (shape.type) {
    case 'bool':
      return new BoolWriter()
    case 'int':
      return new IntWriter()
    case 'text':
    case 'id':
    case 'choice':
      return new TextColumnWriter()
    case 'bytes':
      return new BlobWriter(false)
    case 'list':
      return shape.of.type === 'text' || shape.of.type === 'id'
        ? new TextListColumnWriter()
        : new ListWriter(shape.of)
    case 'record':
      return fieldsWriter(shape.fields)
    case 'value':
      return new BlobWriter(true)
    case 'map': {
      const { keys, of } = shape
      if (keys === undefined) return new MapWriter(of)
      // A map of few known keys is a record of optional fields.
      return new RecordWriter(
        keys.map((name) => ({ name, writer: createColumnWriter(of), presence: new NumberWriter() })),
      )
    }
  }
}

/**
 * A table of records of one declaration. Records that do not have its shape, and all of a declaration without fields,
 * stand as canonical bytes beside the columns.
 */
export class TableWriter {
  private readonly fields: Fields
  private readonly fitting: RecordWriter
  private readonly others = new BlobWriter(true)
  /** 1 for rows that do not fit. */
  private readonly isOther = new NumberWriter()
  private rows = 0

  constructor(fields: Fields) {
    this.fields = fields
    this.fitting = fieldsWriter(fields)
  }

  push(record: unknown): void {
    const fits = Object.keys(this.fields).length > 0 && checkFields(this.fields, record, '') === undefined
    this.rows += 1
    this.isOther.push(fits ? 0 : 1)
    if (fits) {
      this.fitting.push(record)
      this.others.skip()
    } else {
      this.fitting.skip()
      this.others.push(record)
    }
  }

  finish(sections: SectionWriter): Value {
    const isOther = this.isOther.finish(sections)
    return [this.rows, isOther, this.fitting.finish(sections), this.others.finish(sections)]
  }
}
