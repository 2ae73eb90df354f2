import type { Fault } from '../../kernel/base/fault.ts'
import { assert } from '../../kernel/base/assert.ts'
import { bytesToHex } from '../../kernel/base/order.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import { decodeFrame } from '../../kernel/journal/frame-decode.ts'
import type { Head } from '../../kernel/journal/path.ts'
import { FrameChain } from '../chain.ts'
import type { FrameRun } from '../frames.ts'
import type { ClosedSegment, Storage, StoredBlob, WorldStore } from '../port.ts'
import { type ImportedBranch, planBranches } from './plan-import.ts'
import type { OrreryBranch, OrreryItem, OrrerySegment, OrreryWorld } from './items.ts'
import { readOrrery, type ReadOptions } from './read-orrery.ts'
import { digestHex } from './shapes.ts'

/** Bytes of segments that are put into storage in one transaction. */
const STORE_BYTES = 4 * 1024 * 1024

export interface ImportOptions extends ReadOptions {
  readonly storage: Storage
  readonly sha256: Sha256
  /** Wall time to note in the catalogue for a world that is new here. */
  readonly nowMs: number
  /** Keep what holds of a file that does not hold to its end. */
  readonly acceptPrefix?: boolean
}

export interface ImportReport {
  readonly worldKey: string
  /** Hex of the genesis hash. */
  readonly genesis: string
  /** False when the world was known and got branches. */
  readonly isNew: boolean
  readonly branches: readonly ImportedHead[]
  /** Why only a prefix was kept. */
  readonly fault?: ImportFault
}

export interface ImportedHead {
  /** Name in the file. */
  readonly nameInFile: string
  /** Name of the branch here that holds its frames. */
  readonly name: string
  /** Where the file's branch ends; the branch here may go on. */
  readonly head: Head
  /** False when a branch here held all of it already. */
  readonly isNew: boolean
}

/** `verifiedFrames`: how many frames of the faulty branch hold, from genesis on. */
export type ImportFault = Fault & { readonly verifiedFrames?: number }

/**
 * Takes a recording into storage. All of it or, unless `acceptPrefix`, nothing: segments are put aside as they come and
 * become branches in one last transaction. A world that is known by its genesis gets those branches whose frames it
 * does not hold yet, each from the frame where it leaves what is there; others begin as a world of their own.
 */
export async function importOrrery(
  chunks: AsyncIterable<Uint8Array>,
  options: ImportOptions,
): Promise<Result<ImportReport, ImportFault>> {
  const started: { job?: ImportJob } = {}
  let isKept = false
  try {
    const report = await runImport(chunks, options, started)
    isKept = report.ok
    return report
  } finally {
    if (!isKept) await started.job?.abandon()
  }
}

async function runImport(
  chunks: AsyncIterable<Uint8Array>,
  options: ImportOptions,
  started: { job?: ImportJob },
): Promise<Result<ImportReport, ImportFault>> {
  for await (const item of readOrrery(chunks, options)) {
    const { job } = started
    if (item.kind === 'world') {
      const begun = await ImportJob.begin(item.world, options)
      if (!begun.ok) return begun
      started.job = begun.value
    } else if (item.kind === 'fault') {
      const ended = { ...item.fault, verifiedFrames: item.verifiedFrames }
      if (options.acceptPrefix !== true || job?.hasFrames !== true) return fail(ended)
      const report = await job.finish(item.branch)
      return report.ok ? ok({ ...report.value, fault: ended }) : report
    } else {
      const taken = await job?.take(item)
      if (taken?.ok === false) return taken
    }
  }
  assert(started.job !== undefined, 'A file that ends well holds a world.')
  return started.job.finish()
}

/** What is remembered of a segment once its bytes are stored. */
interface TakenSegment {
  readonly row: ClosedSegment
  readonly head: Head
  /** Frames of an open end, which do not become a stored segment. */
  readonly open: FrameRun | undefined
}

class ImportJob {
  readonly #world: OrreryWorld
  readonly #options: ImportOptions
  readonly #store: WorldStore
  readonly #isNew: boolean
  readonly #taken = new Map<string, TakenSegment>()
  /** Names of branches that hold to their end. */
  readonly #complete = new Set<string>()
  readonly #fresh: { readonly segments: string[]; readonly blobs: string[] } = { segments: [], blobs: [] }
  #partial: Extract<OrreryItem, { kind: 'partial' }> | undefined
  #genesis: Uint8Array | undefined
  #waiting: { segments: StoredBlob[]; blobs: StoredBlob[]; bytes: number } = {
    segments: [],
    blobs: [],
    bytes: 0,
  }

  private constructor(world: OrreryWorld, options: ImportOptions, store: WorldStore, isNew: boolean) {
    this.#world = world
    this.#options = options
    this.#store = store
    this.#isNew = isNew
  }

  static async begin(world: OrreryWorld, options: ImportOptions): Promise<Result<ImportJob>> {
    const { storage } = options
    const known = await storage.catalogue.list()
    if (!known.ok) return known
    const genesis = bytesToHex(world.genesis)
    const worldKey = known.value.find((row) => row.genesis === genesis)?.worldKey
    const opened = await storage.openWorld(worldKey ?? storage.createWorldKey())
    if (!opened.ok) return opened
    const job = new ImportJob(world, options, opened.value, worldKey === undefined)
    const staged = worldKey === undefined ? await job.#note({ isStaged: true }) : ok(undefined)
    return staged.ok ? ok(job) : staged
  }

  /** True once a frame was taken. */
  get hasFrames(): boolean {
    return this.#genesis !== undefined
  }

  async take(item: Exclude<OrreryItem, { kind: 'world' | 'fault' }>): Promise<Result<void>> {
    switch (item.kind) {
      case 'segment':
        return this.#takeSegment(item)
      case 'blob':
        return this.#put('blobs', item)
      case 'partial':
        this.#partial = item
        this.#genesis ??= item.frames[0]
        return ok(undefined)
      case 'branch':
        this.#complete.add(item.name)
        return ok(undefined)
      case 'side':
      case 'end':
        return ok(undefined)
    }
  }

  /** Makes branches of what was taken, in one transaction. `faulty` names the branch that does not hold to its end. */
  async finish(faulty?: string): Promise<Result<ImportReport>> {
    const flushed = await this.#flush()
    if (!flushed.ok) return flushed
    const branches = this.#world.branches
      .filter(({ name }) => this.#complete.has(name) || name === faulty)
      .flatMap((branch) => this.#assemble(branch) ?? [])
    const planned = await planBranches(this.#store, branches, this.#options.sha256)
    if (!planned.ok) return planned
    const [first, ...more] = planned.value.flatMap(({ batch }) => batch ?? [])
    const committed = first === undefined ? ok(undefined) : await this.#store.commit(first, ...more)
    if (!committed.ok) return committed
    const shown = planned.value.find(({ nameInFile }) => nameInFile === 'main') ?? planned.value[0]
    const noted = this.#isNew
      ? await this.#note(shown === undefined ? {} : { head: shown.head })
      : ok(undefined)
    if (!noted.ok) return noted
    await this.#store.close()
    return ok({
      worldKey: this.#store.worldKey,
      genesis: bytesToHex(this.#world.genesis),
      isNew: this.#isNew,
      branches: planned.value.map(({ nameInFile, name, head, batch }) => ({
        nameInFile,
        name,
        head,
        isNew: batch !== undefined,
      })),
    })
  }

  /** Leaves storage as it was. */
  async abandon(): Promise<void> {
    if (this.#isNew) {
      await this.#store.destroy()
      await this.#options.storage.catalogue.delete(this.#store.worldKey)
      return
    }
    await this.#store.discard(this.#fresh)
    await this.#store.close()
  }

  async #takeSegment(item: OrrerySegment): Promise<Result<void>> {
    const { digest, bytes, first, firstEvent, head, frames, refs, claimedAtMs, isClosed } = item
    const events = head.nextEvent - firstEvent
    const row = {
      digest,
      first,
      last: head.seq,
      firstEvent,
      events,
      lastHash: head.hash,
      size: bytes.length,
      refs,
      claimedAtMs,
    }
    if (first === 0) this.#genesis = frames[0]
    this.#taken.set(digest, { row, head, open: isClosed ? undefined : { first, frames, claimedAtMs } })
    if (!isClosed) return ok(undefined)
    return this.#put('segments', { digest, bytes })
  }

  async #put(kind: 'segments' | 'blobs', content: StoredBlob): Promise<Result<void>> {
    this.#waiting[kind].push(content)
    this.#waiting.bytes += content.bytes.length
    return this.#waiting.bytes < STORE_BYTES ? ok(undefined) : this.#flush()
  }

  async #flush(): Promise<Result<void>> {
    const { segments, blobs } = this.#waiting
    this.#waiting = { segments: [], blobs: [], bytes: 0 }
    const freshBlobs = await this.#store.putBlobs(blobs)
    if (!freshBlobs.ok) return freshBlobs
    this.#fresh.blobs.push(...freshBlobs.value)
    const freshSegments = await this.#store.putSegments(segments)
    if (!freshSegments.ok) return freshSegments
    this.#fresh.segments.push(...freshSegments.value)
    return ok(undefined)
  }

  /** A branch of the file as far as its frames were taken; undefined when none was. */
  #assemble(branch: OrreryBranch): ImportedBranch | undefined {
    const closed: ClosedSegment[] = []
    let open: ImportedBranch['open'] = { first: 0, frames: [], claimedAtMs: new Float64Array(0), refs: [] }
    let head: Head | undefined
    for (const entry of branch.segments) {
      const taken = this.#taken.get(digestHex(entry.segment))
      if (taken === undefined) break
      head = taken.head
      if (taken.open === undefined) closed.push(taken.row)
      else open = { ...taken.open, refs: taken.row.refs ?? [] }
    }
    if (this.#partial?.branch !== branch.name)
      return head === undefined ? undefined : { name: branch.name, closed, open, head }
    const { first, frames } = this.#partial
    const chain = new FrameChain(head)
    const refs = new Set<string>()
    for (const bytes of frames) {
      const frame = chain.push(bytes, this.#options.sha256.digest(bytes))
      if (!frame.ok) break
      for (const ref of frame.value.refs ?? []) refs.add(digestHex(ref))
    }
    if (chain.head === undefined) return undefined
    const held = frames.slice(0, chain.next - first)
    open = { first, frames: held, claimedAtMs: new Float64Array(held.length), refs: [...refs] }
    return { name: branch.name, closed, open, head: chain.head }
  }

  async #note(row: { readonly isStaged?: boolean; readonly head?: Head }): Promise<Result<void>> {
    const { catalogue } = this.#options.storage
    const genesis = this.#genesis === undefined ? undefined : decodeFrame(this.#genesis)
    const { scenario, seed } = genesis?.ok === true ? genesis.value.action.payload : {}
    return catalogue.put({
      worldKey: this.#store.worldKey,
      name: this.#world.name,
      genesis: bytesToHex(this.#world.genesis),
      scenario: typeof scenario === 'string' ? scenario : '',
      seed: typeof seed === 'number' && Number.isSafeInteger(seed) ? seed : 0,
      head: row.head ?? { seq: 0, hash: this.#world.genesis, time: 0, nextEvent: 1 },
      createdAtMs: this.#options.nowMs,
      ...(row.isStaged === true ? { isStaged: true } : {}),
    })
  }
}
