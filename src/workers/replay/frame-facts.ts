/** What a frame is known by, and how a run of frames keeps it: small enough that a jump reads this and not the frames. */
import { bytesToHex } from '../../kernel/base/order.ts'
import { decodeCanonical } from '../../kernel/codec/decode.ts'
import { encodeCanonical } from '../../kernel/codec/encode.ts'
import { DIGEST_BYTES, type Sha256 } from '../../kernel/codec/sha256.ts'
import { isValueMap, type Value } from '../../kernel/codec/value.ts'
import { readSealRoot } from '../shared/seal-root.ts'

export interface FrameFacts {
  /** Hex. */
  readonly hash: string
  /** Hex; absent for a frame without a seal. */
  readonly root?: string
}

/** The facts of a frame by its bytes. */
export function factsOf(frame: Uint8Array, sha256: Sha256): FrameFacts {
  return toFacts(sha256.digest(frame), readSealRoot(frame))
}

/** Facts of frames that follow each other. */
export interface FactRecord {
  readonly hashes: Uint8Array
  /** Roots by the place of their frame in the run. */
  readonly roots: ReadonlyMap<number, Uint8Array>
}

export function encodeFacts(frames: readonly Uint8Array[], sha256: Sha256): Uint8Array {
  const hashes = new Uint8Array(frames.length * DIGEST_BYTES)
  const roots: Value[] = []
  for (const [index, digest] of sha256.digestAll(frames).entries()) {
    hashes.set(digest, index * DIGEST_BYTES)
    const root = readSealRoot(frames[index] ?? new Uint8Array())
    if (root !== undefined) roots.push([index, root])
  }
  return encodeCanonical({ hashes, roots })
}

/** `undefined` for bytes that are something else. */
export function parseFacts(bytes: Uint8Array): FactRecord | undefined {
  const read = decodeCanonical(bytes)
  if (!read.ok || !isValueMap(read.value)) return undefined
  const { hashes, roots } = read.value
  if (!(hashes instanceof Uint8Array) || !Array.isArray(roots)) return undefined
  const rootByIndex = new Map<number, Uint8Array>()
  for (const entry of roots as readonly Value[]) {
    const [index, root] = Array.isArray(entry) ? (entry as readonly Value[]) : []
    if (typeof index !== 'number' || !(root instanceof Uint8Array)) return undefined
    rootByIndex.set(index, root)
  }
  return { hashes, roots: rootByIndex }
}

/** The facts of one frame of a run; `undefined` when the run is shorter. */
export function factsIn({ hashes, roots }: FactRecord, index: number): FrameFacts | undefined {
  const end = (index + 1) * DIGEST_BYTES
  if (end > hashes.length) return undefined
  return toFacts(hashes.subarray(end - DIGEST_BYTES, end), roots.get(index))
}

function toFacts(digest: Uint8Array, root: Uint8Array | undefined): FrameFacts {
  const hash = bytesToHex(digest)
  return root === undefined ? { hash } : { hash, root: bytesToHex(root) }
}
