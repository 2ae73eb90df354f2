import { hexToBytes } from '../../kernel/base/order.ts'
import { linkOf } from '../../kernel/codec/link.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import { SegmentBuilder } from '../../kernel/journal/segment.ts'
import type { ClosedSegment, CommitBatch, WorldStore } from '../port.ts'
import { frameAt, sampleChunk, type SampleFrame, sampleSegment } from './sample-chain.ts'

/** Stores a chain as a branch, cut as a live world cuts it. `forkAt` is the last frame shared with `parent`. */
export async function storeBranch(
  store: WorldStore,
  sha256: Sha256,
  branch: {
    readonly name: string
    readonly chain: readonly SampleFrame[]
    readonly parent?: string
    readonly forkAt?: number
  },
): Promise<void> {
  const { name, chain, parent, forkAt = -1 } = branch
  const cutter = new SegmentBuilder()
  const closed: ClosedSegment[] = []
  for (const frame of chain) {
    if (!cutter.push(frame.bytes)) continue
    const { first, count } = cutter
    const before = closed.at(-1)
    closed.push(sampleSegment(sha256, chain, { first, last: first + count - 1 }, before?.digest))
    const digest = before === undefined ? undefined : hexToBytes(before.digest)
    cutter.close(digest === undefined ? null : linkOf('dag-cbor', digest))
  }
  const own = closed.filter((segment) => segment.last > forkAt)
  const tailFirst = Math.max(cutter.first, forkAt + 1)
  const last = chain.length - 1
  const batch: CommitBatch = {
    branch: name,
    expectedHead: undefined,
    ...(parent === undefined ? {} : { forkOf: { branch: parent, at: frameAt(chain, forkAt).head } }),
    head: frameAt(chain, last).head,
    closed: own,
    tail: tailFirst <= last ? [sampleChunk(chain, { first: tailFirst, last })] : [],
    blobs: [],
    durability: 'relaxed',
  }
  const committed = await store.commit(batch)
  if (!committed.ok) throw new Error(`a sample branch is stored: ${JSON.stringify(committed.fault)}`)
}

export async function collectBytes(
  chunks: AsyncIterable<
    { readonly ok: true; readonly value: Uint8Array } | { readonly ok: false; readonly fault: unknown }
  >,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) {
    if (!chunk.ok) throw new Error(`a file is written: ${JSON.stringify(chunk.fault)}`)
    parts.push(chunk.value)
  }
  return joinBytes(parts)
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

/** The bytes as a stream of chunks of one size. */
export async function* chunked(bytes: Uint8Array, size = bytes.length): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
}
