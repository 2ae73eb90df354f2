/**
 * Readers of payloads, made from declarations: canonical order is known, so a payload is read field by field and no key
 * is ever made. Bytes of another shape are left to the general reader.
 */
import { compareBytes } from '../../base/order.ts'
import { CanonicalReader } from '../../codec/decode.ts'
import { DecodeRefused } from '../../codec/decode-fault.ts'
import type { Value, ValueMap } from '../../codec/value.ts'
import { FRAME_DEPTH } from '../../journal/frame.ts'
import type { Check, Fields, FieldShape } from '../../schema/field.ts'
import { scanKey, type ScanKey } from './scan-key.ts'
import type { Scan } from './scan.ts'

type Read = (scan: Scan) => Value

interface FieldReader {
  readonly name: string
  readonly key: ScanKey
  readonly isOptional: boolean
  readonly read: Read
  /** Looks at what was read. A record's fields are looked at one by one, so it has none itself. */
  readonly check: Check | undefined
}

function readAny(scan: Scan): Value {
  const reader = new CanonicalReader(scan.bytes, scan.at, scan.end)
  const value = reader.readValue(FRAME_DEPTH + 3)
  scan.at = reader.offset
  return value
}

function readBool(scan: Scan): boolean {
  const byte = scan.bytes[scan.at]
  if (byte !== 0xf4 && byte !== 0xf5) return scan.refuse()
  scan.at += 1
  return byte === 0xf5
}

function readBytes(scan: Scan): Uint8Array {
  const length = scan.head(2)
  const start = scan.at
  if (start + length > scan.end) return scan.refuse()
  scan.at = start + length
  return scan.bytes.slice(start, scan.at)
}

function listReader(of: FieldShape): Read {
  const item = readerOf(of, false)
  return (scan) => {
    const items: Value[] = []
    for (let count = scan.head(4); count > 0; count -= 1) items.push(item(scan))
    return items
  }
}

function fieldReaders(fields: Fields, isChecking: boolean): readonly FieldReader[] {
  return (
    Object.entries(fields)
      .map(([name, { shape, isOptional, check }]): FieldReader => {
        const looked = isChecking && shape.type !== 'record' ? check : undefined
        return {
          name,
          key: scanKey(name),
          isOptional,
          read: readerOf(shape, isChecking),
          check: looked,
        }
      })
      // With its length in front, the bytes of a key order as canonical maps do.
      .toSorted((a, b) => compareBytes(a.key.bytes, b.key.bytes))
  )
}

function recordReader(fields: Fields, isChecking: boolean): (scan: Scan) => ValueMap {
  const readers = fieldReaders(fields, isChecking)
  return pointReader(readers) ?? generalReader(readers)
}

/** Most payloads hold a point; one literal makes them several times faster than a loop over fields. */
function pointReader(readers: readonly FieldReader[]): ((scan: Scan) => ValueMap) | undefined {
  const [x, y, z] = readers
  if (readers.length !== 3 || x?.name !== 'x_cm' || y?.name !== 'y_cm' || z?.name !== 'z_cm') return undefined
  if (readers.some(({ isOptional }) => isOptional)) return undefined
  return (scan) => {
    if (scan.head(5) !== 3) scan.refuse()
    scan.expect(x.key)
    const x_cm = scan.int()
    scan.expect(y.key)
    const y_cm = scan.int()
    scan.expect(z.key)
    const z_cm = scan.int()
    look(scan, x, x_cm)
    look(scan, y, y_cm)
    look(scan, z, z_cm)
    return { x_cm, y_cm, z_cm }
  }
}

function look(scan: Scan, { check }: FieldReader, value: Value): void {
  if (check !== undefined && check(value, '') !== undefined) scan.refuse()
}

function generalReader(readers: readonly FieldReader[]): (scan: Scan) => ValueMap {
  return (scan) => {
    const count = scan.head(5)
    let found = 0
    const record: Record<string, Value> = {}
    for (const reader of readers) {
      if (scan.key(reader.key)) {
        const value = reader.read(scan)
        look(scan, reader, value)
        record[reader.name] = value
        found += 1
      } else if (!reader.isOptional) scan.refuse()
    }
    return found === count ? record : scan.refuse()
  }
}

function readerOf(shape: FieldShape, isChecking: boolean): Read {
  switch (shape.type) {
    case 'bool':
      return readBool
    case 'int':
      return (scan) => scan.int()
    case 'text':
    case 'id':
    case 'choice':
      return (scan) => scan.text()
    case 'bytes':
      return readBytes
    case 'list':
      return listReader(shape.of)
    case 'record':
      return recordReader(shape.fields, isChecking)
    case 'map':
    case 'value':
      return readAny
  }
}

/** Reads the payload at a place, strictly. Throws `DecodeRefused` for bytes that are no canonical map. */
export function createPayloadReader(fields: Fields): (scan: Scan) => ValueMap {
  const read = recordReader(fields, false)
  return (scan) => {
    const start = scan.at
    try {
      return read(scan)
    } catch (error) {
      if (!(error instanceof DecodeRefused)) throw error
      const reader = new CanonicalReader(scan.bytes, start, scan.end)
      const payload = reader.readMap(FRAME_DEPTH + 3)
      scan.at = reader.offset
      return payload
    }
  }
}

/** Reads a payload that must be as it is declared: what it gives, `checkFields` has nothing to say about. */
export function createCheckedReader(fields: Fields): (scan: Scan) => ValueMap {
  return recordReader(fields, true)
}
