import { type FoldPack, parseFoldPack } from '../../kernel/replay/fold-pack.ts'
import { parseKeyframe } from '../../kernel/replay/keyframe.ts'
import type { PlaybackStart } from '../../kernel/replay/playback.ts'
import type { CacheStore } from '../../storage/port.ts'
import { CACHE_KINDS } from '../shared/cache-layout.ts'
import { Lru } from '../shared/lru.ts'

const STARTS_BYTES_MAX = 6 * 1024 * 1024
const PACKS_BYTES_MAX = 6 * 1024 * 1024

/** States to begin a seek from, and the packed events after each: made in the background, gone at any time. */
export class StartShelf {
  readonly #cache: CacheStore | undefined
  readonly #branch: string
  readonly #starts = new Lru<number, PlaybackStart>(STARTS_BYTES_MAX)
  readonly #packs = new Lru<number, FoldPack>(PACKS_BYTES_MAX)
  /** Seqs of the keyframes that are stored, rising. */
  #seqs: number[] = []

  constructor(cache: CacheStore | undefined, branch: string) {
    this.#cache = cache
    this.#branch = branch
  }

  get seqs(): readonly number[] {
    return this.#seqs
  }

  async load(): Promise<void> {
    this.#seqs = [...((await this.#cache?.keys(CACHE_KINDS.keyframes, this.#branch)) ?? [])]
  }

  /** Drops what was made of a longer journal than there is. */
  async dropAfter(seq: number): Promise<void> {
    if ((this.#seqs.at(-1) ?? -1) <= seq) return
    for (const kind of [CACHE_KINDS.keyframes, CACHE_KINDS.packs]) {
      await this.#cache?.clear({ kind, branch: this.#branch, fromKey: seq + 1 })
    }
    this.#seqs = this.#seqs.filter((known) => known <= seq)
  }

  /** Stores a keyframe and the pack that leads to it. */
  async put(
    seq: number,
    keyframe: Uint8Array,
    pack: { readonly first: number; readonly bytes: Uint8Array } | undefined,
  ): Promise<boolean> {
    const cache = this.#cache
    if (cache === undefined) return false
    const packed =
      pack === undefined ||
      (await cache.put(CACHE_KINDS.packs, this.#branch, [{ key: pack.first, bytes: pack.bytes }])).ok
    if (
      !packed ||
      !(await cache.put(CACHE_KINDS.keyframes, this.#branch, [{ key: seq, bytes: keyframe }])).ok
    )
      return false
    this.#seqs.push(seq)
    return true
  }

  /** Seq of the last keyframe at or before a frame. */
  seqBefore(seq: number): number | undefined {
    return this.#seqs.findLast((known) => known <= seq)
  }

  /** A keyframe of its own to the caller; `undefined` when it vanished or does not read. */
  async start(seq: number): Promise<PlaybackStart | undefined> {
    const known = this.#starts.get(seq) ?? (await this.#readStart(seq))
    // Records are shared and made on demand: a copy costs what was touched.
    return known === undefined ? undefined : { ...known, state: known.state.clone() }
  }

  /** The packed events from a frame on, which follows a keyframe. */
  async pack(first: number): Promise<FoldPack | undefined> {
    const known = this.#packs.get(first)
    if (known !== undefined) return known
    const bytes = await this.#cache?.get(CACHE_KINDS.packs, this.#branch, first)
    const parsed = bytes === undefined ? undefined : parseFoldPack(bytes)
    if (bytes === undefined || parsed?.ok !== true || parsed.value.first !== first) return undefined
    this.#packs.set(first, parsed.value, bytes.length)
    return parsed.value
  }

  async #readStart(seq: number): Promise<PlaybackStart | undefined> {
    const bytes = await this.#cache?.get(CACHE_KINDS.keyframes, this.#branch, seq)
    const parsed = bytes === undefined ? undefined : parseKeyframe(bytes)
    if (bytes === undefined || parsed?.ok !== true || parsed.value.head.seq !== seq) return undefined
    this.#starts.set(seq, parsed.value, bytes.length)
    return parsed.value
  }
}
