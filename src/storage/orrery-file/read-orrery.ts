import type { Fault } from '../../kernel/base/fault.ts'
import { FILE_LIMITS } from '../../kernel/base/limits.ts'
import { compareBytes } from '../../kernel/base/order.ts'
import type { Link } from '../../kernel/codec/link.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import type { Head } from '../../kernel/journal/path.ts'
import { FrameChain } from '../chain.ts'
import { BlockReader, type OrreryLimits } from './block-reader.ts'
import { ByteSource } from './byte-source.ts'
import { checkIndex, checkSegment, isSameEntry, isSameHead, type SegmentPlace } from './check-segment.ts'
import { digestBlock } from './digest-block.ts'
import { FileRefused } from './file-refused.ts'
import type { OrreryBranch, OrreryItem, OrreryWorld } from './items.ts'
import { inflate, isGzip } from './inflate.ts'
import { BLOBS_MAX, STRUCTURE_BYTES_MAX } from './limits.ts'
import { locateDamage } from './locate.ts'
import {
  digestHex,
  type IndexEntry,
  parseBlobIndex,
  parseBranch,
  parseClaimed,
  parseIndex,
  parseRoot,
  parseWorld,
} from './shapes.ts'

export type { OrreryBranch, OrreryItem, OrreryWorld } from './items.ts'

export interface ReadOptions {
  readonly sha256: Sha256
  readonly limits?: OrreryLimits
  /** Bytes of the given chunks that were read, in all. */
  readonly onProgress?: (bytes: number) => void
}

/**
 * Reads a recording as a stream: plain or in one gzip. Every byte of a plain file is covered by a hash or has one
 * possible value, so the last item is `end` or the first thing that does not hold. Memory: one block and the index.
 */
export async function* readOrrery(
  chunks: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<OrreryItem, void> {
  const limits = options.limits ?? FILE_LIMITS
  const plain = new ByteSource(counted(chunks, options.onProgress))
  const source = isGzip(await plain.peek(2))
    ? new ByteSource(inflate(rest(plain), limits.expansionRatioMax))
    : plain
  const reading = new Reading(new BlockReader(source, limits, options.sha256), options.sha256)
  try {
    yield* reading.items()
    yield { kind: 'end', bytes: source.offset }
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error
    yield reading.faultItem(error.fault)
  } finally {
    await source.close()
    if (source !== plain) await plain.close()
  }
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onProgress: ReadOptions['onProgress'],
): AsyncGenerator<Uint8Array, void> {
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    onProgress?.(bytes)
    yield chunk
  }
}

async function* rest(source: ByteSource): AsyncGenerator<Uint8Array, void> {
  for (let chunk = await source.take(65_536); chunk.length > 0; chunk = await source.take(65_536)) yield chunk
}

/** A segment that was read already, for branches that share it. */
interface KnownSegment {
  readonly entry: IndexEntry
  readonly prev: string | undefined
  readonly head: Head
}

/** One pass over a file. */
class Reading {
  readonly #blocks: BlockReader
  readonly #sha256: Sha256
  readonly #known = new Map<string, KnownSegment>()
  /** Digest of each blob, and whether a frame names it. */
  readonly #blobs = new Map<string, boolean>()
  #branch: string | undefined
  #verifiedFrames = 0

  constructor(blocks: BlockReader, sha256: Sha256) {
    this.#blocks = blocks
    this.#sha256 = sha256
  }

  faultItem(fault: Fault): OrreryItem {
    const verifiedFrames = this.#verifiedFrames
    const branch = this.#branch === undefined ? {} : { branch: this.#branch }
    const needsSeq = fault.kind === 'file.truncated' && fault.seq === undefined
    return {
      kind: 'fault',
      fault: needsSeq ? { ...fault, seq: verifiedFrames } : fault,
      ...branch,
      verifiedFrames,
    }
  }

  async *items(): AsyncGenerator<OrreryItem, void> {
    const rootLink = await this.#blocks.readHeader()
    const root = parseRoot(await this.#structure(rootLink, 'root'))
    const block = parseWorld(await this.#structure(root.world, 'world'))
    const branches = await this.#readBranches(block.branches)
    const world = { name: block.name, genesis: block.genesis, branches }
    yield { kind: 'world', world }
    for (const [name, link] of block.sides) {
      yield { kind: 'side', name, bytes: await this.#blocks.readBlock(link, `sides/${name}`, Infinity) }
    }
    yield* this.#readBlobs(block.blobs)
    for (const branch of branches) yield* this.#readFrames(branch, world)
    this.#branch = undefined
    for (const [digest, isNamed] of this.#blobs)
      if (!isNamed) throw new FileRefused('file.unreferenced', { path: `blobs/${digest}` })
    await this.#blocks.expectEnd()
  }

  async #structure(link: Link, path: string): Promise<Uint8Array> {
    if (link.codec !== 'dag-cbor') throw new FileRefused('file.malformed', { path, reason: 'link' })
    return this.#blocks.readBlock(link, path, STRUCTURE_BYTES_MAX)
  }

  async #readBranches(links: readonly (readonly [string, Link])[]): Promise<readonly OrreryBranch[]> {
    const branches: OrreryBranch[] = []
    const branchByDigest = new Map<string, Omit<OrreryBranch, 'name'>>()
    const indexByDigest = new Map<string, readonly IndexEntry[]>()
    for (const [name, link] of links) {
      const path = `branches/${name}`
      let branch = branchByDigest.get(digestHex(link))
      if (branch === undefined) {
        const { head, indexes } = parseBranch(await this.#structure(link, path), path)
        const segments: IndexEntry[] = []
        for (const [number, index] of indexes.entries()) {
          const at = `${path}/segments/${number}`
          const entries =
            indexByDigest.get(digestHex(index)) ?? parseIndex(await this.#structure(index, at), at)
          indexByDigest.set(digestHex(index), entries)
          for (const entry of entries) segments.push(entry)
        }
        branch = { head, segments }
        branchByDigest.set(digestHex(link), branch)
        checkIndex({ name, ...branch }, path)
      }
      branches.push({ name, ...branch })
    }
    return branches
  }

  async *#readBlobs(links: readonly Link[]): AsyncGenerator<OrreryItem, void> {
    const digests: Link[] = []
    for (const [number, link] of links.entries()) {
      const path = `blobs/${number}`
      for (const blob of parseBlobIndex(await this.#structure(link, path), path)) {
        const before = digests.at(-1)
        if (before !== undefined && compareBytes(before.digest, blob.digest) >= 0) {
          throw new FileRefused('file.malformed', { path, reason: 'order' })
        }
        digests.push(blob)
      }
      if (digests.length > BLOBS_MAX)
        throw new FileRefused('file.too_large', { path, expected: BLOBS_MAX, actual: digests.length })
    }
    for (const blob of digests) {
      const digest = digestHex(blob)
      this.#blobs.set(digest, false)
      yield { kind: 'blob', digest, bytes: await this.#blocks.readBlock(blob, `blobs/${digest}`, Infinity) }
    }
  }

  async *#readFrames(branch: OrreryBranch, world: OrreryWorld): AsyncGenerator<OrreryItem, void> {
    this.#branch = branch.name
    this.#verifiedFrames = 0
    let chain = new FrameChain()
    let prev: Link | null = null
    for (const entry of branch.segments) {
      const known = this.#known.get(digestHex(entry.segment))
      if (known === undefined)
        yield* this.#readSegment({ branch, entry, prev, chain, genesis: world.genesis })
      else if (
        isSameEntry(known.entry, entry) &&
        known.prev === (prev === null ? undefined : digestHex(prev))
      )
        chain = new FrameChain(known.head)
      else
        throw new FileRefused('file.malformed', {
          path: `branches/${branch.name}`,
          reason: 'duplicate',
          seq: entry.first,
        })
      prev = entry.segment
      this.#verifiedFrames = entry.last + 1
    }
    const { head } = chain
    if (head === undefined || !isSameHead(head, branch.head)) {
      throw new FileRefused('file.malformed', {
        path: `branches/${branch.name}/head`,
        reason: 'head',
        seq: chain.next,
      })
    }
    yield { kind: 'branch', name: branch.name, head }
  }

  async *#readSegment(place: SegmentPlace): AsyncGenerator<OrreryItem, void> {
    const { branch, entry, chain, prev } = place
    const path = `segments/${entry.first}`
    const prevHash = chain.head?.hash
    const { bytes, isWhole } = await this.#blocks.readUnchecked(entry.segment, path, Infinity)
    const hashing = isWhole ? digestBlock(bytes, this.#sha256) : undefined
    const checked = isWhole ? checkSegment(bytes, place, this.#sha256) : undefined
    const hash = await hashing
    const isBroken = checked?.fault?.kind === 'frame.hash' && chain.next > entry.first
    if (
      checked === undefined ||
      hash === undefined ||
      isBroken ||
      compareBytes(hash, entry.segment.digest) !== 0
    ) {
      const { fault, frames } = locateDamage({ bytes, entry, prev, prevHash, sha256: this.#sha256 })
      yield* this.#partial(place, frames)
      if (isWhole) throw new FileRefused(fault.kind, fault)
      throw new FileRefused('file.truncated', { path, seq: entry.first + frames.length })
    }
    if (checked.fault !== undefined) {
      yield* this.#partial(place, checked.frames)
      throw new FileRefused(checked.fault.kind, checked.fault)
    }
    for (const [ref, seq] of checked.refs) {
      if (!this.#blobs.has(ref)) {
        yield* this.#partial(place, checked.frames.slice(0, seq - entry.first))
        throw new FileRefused('blob.missing', { path: ref, seq })
      }
      this.#blobs.set(ref, true)
    }
    const { head } = chain
    if (head === undefined) return
    const digest = digestHex(entry.segment)
    this.#known.set(digest, { entry, prev: prev === null ? undefined : digestHex(prev), head })
    const claimedAtMs = await this.#readClaimed(place, checked.frames)
    const { first, firstEvent } = entry
    const { frames, isClosed, refs } = checked
    if (claimedAtMs instanceof FileRefused) {
      yield* this.#partial(place, frames)
      throw claimedAtMs
    }
    yield {
      kind: 'segment',
      branch: branch.name,
      digest,
      bytes,
      first,
      firstEvent,
      head,
      frames,
      refs: [...refs.keys()],
      claimedAtMs,
      isClosed,
    }
  }

  *#partial({ branch, entry }: SegmentPlace, frames: readonly Uint8Array[]): Generator<OrreryItem, void> {
    this.#verifiedFrames = entry.first + frames.length
    const { first, segment } = entry
    if (frames.length === 0) return
    yield { kind: 'partial', branch: branch.name, digest: digestHex(segment), first, frames }
  }

  async #readClaimed(
    { entry }: SegmentPlace,
    frames: readonly Uint8Array[],
  ): Promise<Float64Array | FileRefused> {
    if (entry.claimed === undefined) return new Float64Array(frames.length)
    const path = `claimed/${entry.first}`
    try {
      const claimed = parseClaimed(await this.#structure(entry.claimed, path), path)
      const isFitting =
        claimed.claimedAtMs.length === frames.length &&
        compareBytes(claimed.segment.digest, entry.segment.digest) === 0
      return isFitting ? claimed.claimedAtMs : new FileRefused('file.malformed', { path, reason: 'shape' })
    } catch (error) {
      if (error instanceof FileRefused) return error
      throw error
    }
  }
}
