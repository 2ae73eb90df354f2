import { assert } from '../kernel/base/assert.ts'
import type { ClosedSegment, CommitBatch, TailChunk } from './port.ts'
import { sum } from './rows.ts'

const DIGEST = /^[0-9a-f]{64}$/

/** Stops a batch that contradicts itself: a fault of the writer, not of the disk. */
export function assertBatch(batch: CommitBatch): void {
  const { expectedHead, forkOf, head, closed, tail } = batch
  assert(expectedHead === undefined || forkOf === undefined, 'only a new branch is a fork')
  const before = expectedHead?.seq ?? forkOf?.at.seq ?? -1
  let next = closed[0]?.first ?? before + 1
  assert(next <= before + 1, 'a closed segment begins where the open one began', { seq: next })
  assert(closed[0] === undefined || closed[0].last >= before, 'a closed segment covers the whole tail', {
    seq: next,
  })
  for (const segment of closed) {
    assertSegment(segment, next)
    next = segment.last + 1
  }
  next = assertChunks(tail, next)
  assert(next === head.seq + 1, 'the frames of a batch end at its head', { seq: head.seq })
  assert(head.hash.length === 32, 'a head carries the hash of its frame', { seq: head.seq })
  const last = closed.at(-1)
  assert(
    tail.length > 0 || last === undefined || sameBytes(last.lastHash, head.hash),
    'head and last segment agree',
    { seq: head.seq },
  )
  for (const blob of batch.blobs) assert(DIGEST.test(blob.digest), 'a digest is 64 hex characters')
}

function assertSegment(segment: ClosedSegment, first: number): void {
  assert(segment.first === first && segment.last >= first, 'closed segments follow each other', {
    seq: first,
  })
  assert(DIGEST.test(segment.digest), 'a digest is 64 hex characters', { seq: first })
  assert(segment.claimedAtMs.length === segment.last - first + 1, 'each frame has a claimed time', {
    seq: first,
  })
  assert(segment.lastHash.length === 32, 'a segment carries the hash of its last frame', { seq: first })
  assert(segment.bytes === undefined || segment.bytes.length === segment.size, 'a segment knows its size', {
    seq: first,
  })
}

/** Answers the seq after the last frame. */
export function assertChunks(chunks: readonly TailChunk[], first: number): number {
  let next = first
  for (const chunk of chunks) {
    assert(chunk.first === next && chunk.lengths.length > 0, 'tail chunks follow each other', { seq: next })
    assert(chunk.claimedAtMs.length === chunk.lengths.length, 'each frame has a claimed time', { seq: next })
    assert(sum(chunk.lengths) === chunk.bytes.length, 'lengths cover the bytes of a chunk', { seq: next })
    next += chunk.lengths.length
  }
  return next
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}
