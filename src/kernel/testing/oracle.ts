import { encode } from '@ipld/dag-cbor'
import { CID } from 'multiformats/cid'
import { Link, linkToCidBytes } from '../codec/link.ts'
import type { Value } from '../codec/value.ts'
import { isValueMap } from '../codec/value.ts'

/** Bytes of an accepted value as another implementation of DAG-CBOR writes them. It knows nothing of what we refuse. */
export function oracleBytes(value: Value): Uint8Array {
  return encode(oracleValue(value))
}

function oracleValue(value: Value): unknown {
  if (value instanceof Link) return CID.decode(linkToCidBytes(value))
  if (Array.isArray(value)) return value.map((part: Value) => oracleValue(part))
  if (!isValueMap(value)) return value
  const copy: object = Object.create(null)
  for (const [key, part] of Object.entries(value)) Object.assign(copy, { [key]: oracleValue(part) })
  return copy
}
