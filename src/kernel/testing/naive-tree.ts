import { createHash } from 'node:crypto'
import { encode } from '@ipld/dag-cbor'
import { CID } from 'multiformats/cid'
import { create } from 'multiformats/hashes/digest'
import type { Plane } from '../state/collection.ts'

/** Records by key by collection, as a test holds them. */
export type NaiveState = ReadonlyMap<string, ReadonlyMap<string, unknown>>

type Pair = readonly [key: string, record: unknown]

const sha256 = (bytes: Uint8Array | string): Uint8Array =>
  Uint8Array.from(createHash('sha256').update(bytes).digest())

const cidOf = (block: unknown): CID => CID.createV1(0x71, create(0x12, sha256(encode(block))))

/** The tree rule written a second time: from all records at once, with the oracle's encoder and no cache. */
function subtreeOf(pairs: readonly Pair[], depth: number): CID {
  const total = pairs.reduce((sum, pair) => sum + encode(pair).length, 0)
  if (pairs.length === 1 || total <= 2048) {
    return cidOf([...pairs].sort(([a], [b]) => (a < b ? -1 : 1)))
  }
  const digitOf = (key: string): string => Buffer.from(sha256(key)).toString('hex').charAt(depth)
  return cidOf(
    '0123456789abcdef'.split('').map((digit) => {
      const inside = pairs.filter(([key]) => digitOf(key) === digit)
      return inside.length === 0 ? null : subtreeOf(inside, depth + 1)
    }),
  )
}

/** The state root of a state, slowly. */
export function naiveRoot(state: NaiveState, planeOf: (collection: string) => Plane): Uint8Array {
  const planes: Record<Plane, Record<string, CID>> = { domain: {}, system: {} }
  for (const [collection, records] of state) {
    if (records.size > 0) planes[planeOf(collection)][collection] = subtreeOf([...records], 0)
  }
  return sha256(encode({ v: 1, ...planes }))
}
