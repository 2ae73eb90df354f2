/** Moving over payloads that nobody reads: canonical form is looked at, the declared shape only shows the way. */
import { compareBytes } from '../../base/order.ts'
import { DecodeRefused } from '../../codec/decode-fault.ts'
import type { Fields, FieldShape } from '../../schema/field.ts'
import { scanKey } from './scan-key.ts'
import type { Scan } from './scan.ts'

type Skip = (scan: Scan) => void

const skipInt: Skip = (scan) => void scan.int()
const skipText: Skip = (scan) => scan.skipText()

function skipOf(shape: FieldShape, depth: number): Skip {
  switch (shape.type) {
    case 'int':
      return skipInt
    case 'text':
    case 'id':
    case 'choice':
      return skipText
    case 'record':
      return recordSkip(shape.fields, depth)
    default:
      return (scan) => scan.check(depth)
  }
}

function recordSkip(fields: Fields, depth: number): Skip {
  const parts = Object.entries(fields)
    .map(([name, { shape, isOptional }]) => {
      return { key: scanKey(name), isOptional, skip: skipOf(shape, depth + 1) }
    })
    .toSorted((a, b) => compareBytes(a.key.bytes, b.key.bytes))
  return (scan) => {
    const count = scan.head(5)
    let found = 0
    for (const { key, isOptional, skip } of parts) {
      if (scan.key(key)) {
        skip(scan)
        found += 1
      } else if (!isOptional) scan.refuse()
    }
    if (found !== count) scan.refuse()
  }
}

/**
 * Moves over the payload at a place, which must be a canonical map. `depth` counts the arrays and maps open around it.
 * Throws `DecodeRefused`.
 */
export function createPayloadChecker(fields: Fields, depth: number): (scan: Scan) => void {
  const skip = recordSkip(fields, depth)
  return (scan) => {
    const start = scan.at
    try {
      skip(scan)
    } catch (error) {
      if (!(error instanceof DecodeRefused)) throw error
      scan.at = start
      scan.checkMap(depth)
    }
  }
}
