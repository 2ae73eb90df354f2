import { compareCodeUnits, hexToBytes } from '../../kernel/base/order.ts'
import { assert } from '../../kernel/base/assert.ts'
import { FILE_LIMITS } from '../../kernel/base/limits.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import { type Link, linkOf } from '../../kernel/codec/link.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import { decodeFrame } from '../../kernel/journal/frame-decode.ts'
import type { Head } from '../../kernel/journal/path.ts'
import { encodeSegment } from '../../kernel/journal/segment.ts'
import { readGenesis, readOpenRun } from '../frames.ts'
import type { PathRow, WorldStore } from '../port.ts'
import { encodeCarHeader, encodeSectionHead } from './car.ts'
import { ENTRIES_PER_INDEX } from './limits.ts'
import {
  compareNames,
  digestHex,
  encodeBlobIndex,
  encodeBranch,
  encodeClaimed,
  encodeIndex,
  encodeRoot,
  encodeWorld,
  type IndexEntry,
} from './shapes.ts'

export interface OrrerySource {
  readonly store: WorldStore
  /** Which branches to write. */
  readonly branches: readonly string[]
  /** Name of the world, for people. */
  readonly name: string
  readonly sha256: Sha256
  /** Data beside the journal, by name; `index` is what a reader may draw from before the frames have come. */
  readonly sides?: ReadonlyMap<string, Uint8Array>
  /** Bytes written and bytes in all. */
  readonly onProgress?: (done: number, total: number) => void
}

/** A block of the file: at hand, or to be read when its turn comes. */
interface Block {
  readonly link: Link
  readonly size: number
  readonly read: () => Promise<Result<Uint8Array>>
}

/**
 * A recording as a stream of bytes, up to the heads that the branches have now. The root stands first and binds all that
 * follows, so wall times are read twice and everything else once; memory is one segment and the index. Equal frames,
 * times, names and blobs give equal bytes. Ends after the first fault.
 */
export async function* writeOrrery(source: OrrerySource): AsyncGenerator<Result<Uint8Array>, void> {
  const plan = await planFile(source)
  if (!plan.ok) {
    yield plan
    return
  }
  const { root, blocks } = plan.value
  const header = encodeCarHeader(root)
  const total = blocks.reduce(
    (sum, { link, size }) => sum + encodeSectionHead(link, size).length + size,
    header.length,
  )
  let done = header.length
  yield ok(header)
  for (const { link, size, read } of blocks) {
    const bytes = await read()
    if (!bytes.ok) {
      yield bytes
      return
    }
    assert(bytes.value.length === size, 'A stored block has the size that its row says.')
    const head = encodeSectionHead(link, size)
    yield ok(head)
    yield ok(bytes.value)
    done += head.length + size
    source.onProgress?.(done, total)
  }
}

/** Finds every block of the file in order, with all links, so that the root is known before the first byte. */
async function planFile(
  source: OrrerySource,
): Promise<Result<{ readonly root: Link; readonly blocks: readonly Block[] }>> {
  const plan = new FilePlan(source)
  const names = [...new Set(source.branches)].toSorted(compareNames)
  assert(names.length > 0, 'A recording holds a branch.')
  for (const name of names) {
    const added = await plan.addBranch(name)
    if (!added.ok) return added
  }
  return plan.finish()
}

class FilePlan {
  readonly #source: OrrerySource
  readonly #branches: (readonly [string, Link])[] = []
  readonly #indexes: Block[] = []
  readonly #frames: Block[] = []
  readonly #refs = new Set<string>()
  readonly #planned = new Set<string>()
  /** Link to the wall times of each segment, by the segment's digest: branches that share one share both. */
  readonly #claimed = new Map<string, Link | undefined>()
  #genesis: Uint8Array | undefined

  constructor(source: OrrerySource) {
    this.#source = source
  }

  async addBranch(name: string): Promise<Result<void>> {
    const { store } = this.#source
    const journal = await store.journal(name)
    if (!journal.ok) return journal
    const entries: IndexEntry[] = []
    const { path, branch } = journal.value
    for (const row of path) {
      if (row.isClipped) continue
      const entry = await this.#addRow(row)
      if (!entry.ok) return entry
      entries.push(entry.value)
    }
    const open = await readOpenRun(store, journal.value)
    if (!open.ok) return open
    if (open.value.frames.length > 0) {
      const entry = this.#addOpenRun(open.value, entries.at(-1)?.segment ?? null, branch.head)
      if (!entry.ok) return entry
      entries.push(entry.value)
    }
    const genesis = await this.#findGenesis(name)
    if (!genesis.ok) return genesis
    this.#addIndex(name, branch.head, entries)
    return ok(undefined)
  }

  async finish(): Promise<Result<{ readonly root: Link; readonly blocks: readonly Block[] }>> {
    const { name, sides = new Map<string, Uint8Array>() } = this.#source
    const sideBlocks = [...sides]
      .toSorted(([a], [b]) => compareNames(a, b))
      .map(([side, bytes]) => [side, this.#made('raw', bytes)] as const)
    const blobs = await this.#blobBlocks()
    if (!blobs.ok) return blobs
    assert(this.#genesis !== undefined, 'A branch begins with a genesis frame.')
    const world = this.#made(
      'dag-cbor',
      encodeWorld({
        name,
        genesis: this.#genesis,
        branches: this.#branches,
        blobs: blobs.value.indexes.map(({ link }) => link),
        sides: sideBlocks.map(([side, { link }]) => [side, link]),
      }),
    )
    const root = this.#made('dag-cbor', encodeRoot({ world: world.link }))
    const beside = sideBlocks.map(([, block]) => block)
    return ok({
      root: root.link,
      blocks: [
        root,
        world,
        ...this.#indexes,
        ...beside,
        ...blobs.value.indexes,
        ...blobs.value.contents,
        ...this.#frames,
      ],
    })
  }

  async #addRow(row: PathRow): Promise<Result<IndexEntry>> {
    const { store } = this.#source
    const segment = linkOf('dag-cbor', digestOf(row.digest))
    for (const ref of row.refs ?? []) this.#refs.add(ref)
    if (!this.#planned.has(row.digest)) {
      this.#planned.add(row.digest)
      this.#frames.push({ link: segment, size: row.size, read: async () => store.segment(row.digest) })
      const times = await this.#readTimes(row)
      if (!times.ok) return times
      const claimed = this.#claimedBlock(segment, times.value)
      this.#claimed.set(row.digest, claimed?.link)
      if (claimed !== undefined) {
        const again = async (): Promise<Result<Uint8Array>> => {
          const read = await this.#readTimes(row)
          return read.ok ? ok(encodeClaimed({ segment, claimedAtMs: read.value })) : read
        }
        this.#frames.push({ link: claimed.link, size: claimed.size, read: again })
      }
    }
    return ok(this.#entry(row, segment))
  }

  #addOpenRun(
    run: {
      readonly first: number
      readonly frames: readonly Uint8Array[]
      readonly claimedAtMs: Float64Array
    },
    prev: Link | null,
    head: Head,
  ): Result<IndexEntry> {
    const { first, frames, claimedAtMs } = run
    let firstEvent: number | undefined
    for (const [index, bytes] of frames.entries()) {
      const frame = decodeFrame(bytes)
      if (!frame.ok) return fail({ ...frame.fault, seq: first + index })
      firstEvent ??= frame.value.firstEvent
      for (const ref of frame.value.refs ?? []) this.#refs.add(digestHex(ref))
    }
    const block = this.#made('dag-cbor', encodeSegment({ first, prev, frames }))
    const digest = digestHex(block.link)
    if (!this.#planned.has(digest)) {
      this.#planned.add(digest)
      const claimed = this.#claimedBlock(block.link, claimedAtMs)
      this.#claimed.set(digest, claimed?.link)
      this.#frames.push(block, ...(claimed === undefined ? [] : [claimed]))
    }
    return ok(
      this.#entry(
        { digest, first, last: head.seq, firstEvent: firstEvent ?? 1, lastHash: head.hash },
        block.link,
      ),
    )
  }

  #entry(
    row: Pick<PathRow, 'digest' | 'first' | 'last' | 'firstEvent' | 'lastHash'>,
    segment: Link,
  ): IndexEntry {
    const { first, last, firstEvent, lastHash } = row
    const claimed = this.#claimed.get(row.digest)
    return { first, last, firstEvent, lastHash, segment, ...(claimed === undefined ? {} : { claimed }) }
  }

  async #readTimes(row: PathRow): Promise<Result<Float64Array>> {
    const times = await this.#source.store.claimed(row)
    if (!times.ok) return times
    const whole = new Float64Array(row.last - row.first + 1)
    whole.set(times.value.subarray(0, whole.length))
    return ok(whole)
  }

  #claimedBlock(segment: Link, claimedAtMs: Float64Array): Block | undefined {
    if (claimedAtMs.every((time) => time === 0)) return undefined
    return this.#made('dag-cbor', encodeClaimed({ segment, claimedAtMs }))
  }

  #addIndex(name: string, head: Head, entries: readonly IndexEntry[]): void {
    const indexes: Block[] = []
    for (let at = 0; at < entries.length; at += ENTRIES_PER_INDEX) {
      indexes.push(this.#made('dag-cbor', encodeIndex(entries.slice(at, at + ENTRIES_PER_INDEX))))
    }
    const branch = this.#made('dag-cbor', encodeBranch({ head, indexes: indexes.map(({ link }) => link) }))
    this.#branches.push([name, branch.link])
    for (const block of [branch, ...indexes]) {
      const digest = digestHex(block.link)
      if (this.#planned.has(digest)) continue
      this.#planned.add(digest)
      this.#indexes.push(block)
    }
  }

  async #findGenesis(branch: string): Promise<Result<void>> {
    if (this.#genesis !== undefined) return ok(undefined)
    const genesis = await readGenesis(this.#source.store, branch)
    if (!genesis.ok) return genesis
    this.#genesis = this.#source.sha256.digest(genesis.value)
    return ok(undefined)
  }

  async #blobBlocks(): Promise<
    Result<{ readonly indexes: readonly Block[]; readonly contents: readonly Block[] }>
  > {
    const { store } = this.#source
    const contents: Block[] = []
    for (const digest of [...this.#refs].toSorted(compareCodeUnits)) {
      const read = async (): Promise<Result<Uint8Array>> => store.blob(digest)
      const bytes = await read()
      if (!bytes.ok) return bytes
      contents.push({ link: linkOf('raw', digestOf(digest)), size: bytes.value.length, read })
    }
    const indexes: Block[] = []
    for (let at = 0; at < contents.length; at += FILE_LIMITS.linksPerBlockMax) {
      const links = contents.slice(at, at + FILE_LIMITS.linksPerBlockMax).map(({ link }) => link)
      indexes.push(this.#made('dag-cbor', encodeBlobIndex(links)))
    }
    return ok({ indexes, contents })
  }

  #made(codec: Link['codec'], bytes: Uint8Array): Block {
    return {
      link: linkOf(codec, this.#source.sha256.digest(bytes)),
      size: bytes.length,
      read: async () => Promise.resolve(ok(bytes)),
    }
  }
}

function digestOf(hex: string): Uint8Array {
  const digest = hexToBytes(hex)
  assert(digest?.length === 32, 'A digest is 64 hex characters.')
  return digest
}
