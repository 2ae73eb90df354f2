/**
 * Seqs by action pair, without the pairs: a slot holds a hash and a seq, and who finds one compares with the pair that
 * state holds at that seq. A look-up that finds nothing, which is nearly every one, reads one line of memory; a `Map` of
 * the same texts reads several and keeps as many objects alive.
 */
export class PairIndex {
  private hashes = new Int32Array(SLOTS_MIN)
  private seqs = new Float64Array(SLOTS_MIN).fill(FREE)
  /** Slots that are not free: those of entries, and those of entries that went. */
  private taken = 0
  private entries = 0
  /** The farthest that an entry lies from the slot of its hash. */
  private reach = 0
  /** Entries whose surroundings were full, which only somebody with bad intent brings about. */
  private readonly crowded = new Map<string, number[]>()
  private readonly pairAt: (seq: number) => string | undefined

  /** `pairAt` answers with the pair that state holds of a frame. */
  constructor(pairAt: (seq: number) => string | undefined) {
    this.pairAt = pairAt
  }

  /** The newest seq of a pair whose hash is {@link hashOfPair}. */
  find(pair: string, hash: number): number | undefined {
    const { hashes, seqs } = this
    const mask = hashes.length - 1
    let found = this.crowded.size === 0 ? FREE : (this.crowded.get(pair)?.at(-1) ?? FREE)
    for (let distance = 0; distance <= this.reach; distance += 1) {
      const slot = (hash + distance) & mask
      const seq = seqs[slot] ?? FREE
      if (seq === FREE) break
      if (hashes[slot] === hash && seq > found && this.pairAt(seq) === pair) found = seq
    }
    return found < 0 ? undefined : found
  }

  add(pair: string, hash: number, seq: number): void {
    if (this.taken * 2 >= this.hashes.length) this.rebuild()
    if (this.put(hash, seq, REACH_MAX)) return
    const seqs = this.crowded.get(pair)
    if (seqs === undefined) this.crowded.set(pair, [seq])
    else seqs.push(seq)
  }

  remove(pair: string, hash: number, seq: number): void {
    const { seqs } = this
    const mask = seqs.length - 1
    for (let distance = 0; distance <= this.reach; distance += 1) {
      const slot = (hash + distance) & mask
      if (seqs[slot] === FREE) break
      if (seqs[slot] !== seq) continue
      seqs[slot] = GONE
      this.entries -= 1
      return
    }
    const left = this.crowded.get(pair)?.filter((other) => other !== seq)
    if (left === undefined) return
    if (left.length === 0) this.crowded.delete(pair)
    else this.crowded.set(pair, left)
  }

  private put(hash: number, seq: number, reachMax: number): boolean {
    const { hashes, seqs } = this
    const mask = hashes.length - 1
    for (let distance = 0; distance <= reachMax; distance += 1) {
      const slot = (hash + distance) & mask
      const there = seqs[slot] ?? FREE
      if (there >= 0) continue
      if (there === FREE) this.taken += 1
      hashes[slot] = hash
      seqs[slot] = seq
      this.entries += 1
      if (distance > this.reach) this.reach = distance
      return true
    }
    return false
  }

  /** Leaves out what went, and makes room for twice of what is there. */
  private rebuild(): void {
    const { hashes, seqs } = this
    let slots = SLOTS_MIN
    while (slots < this.entries * 4) slots *= 2
    this.hashes = new Int32Array(slots)
    this.seqs = new Float64Array(slots).fill(FREE)
    this.taken = 0
    this.entries = 0
    this.reach = 0
    for (let slot = 0; slot < seqs.length; slot += 1) {
      const seq = seqs[slot] ?? FREE
      if (seq >= 0) this.put(hashes[slot] ?? 0, seq, slots)
    }
  }
}

const SLOTS_MIN = 1 << 10
/** How far from the slot of its hash a new entry may lie. */
const REACH_MAX = 32
const FREE = -1
const GONE = -2

const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193

/** Hash of `actor/key`; the part of the actor, who mostly is the one before, is kept. */
export class PairHasher {
  private actor = ''
  private ofActor = mixText(FNV_OFFSET, '/')

  hash(actor: string, key: string): number {
    if (actor !== this.actor) {
      this.actor = actor
      this.ofActor = mixText(mixText(FNV_OFFSET, actor), '/')
    }
    return finish(mixText(this.ofActor, key))
  }
}

export const hashOfPair = (pair: string): number => finish(mixText(FNV_OFFSET, pair))

function mixText(hash: number, text: string): number {
  let mixed = hash
  for (let i = 0; i < text.length; i += 1) mixed = Math.imul(mixed ^ text.charCodeAt(i), FNV_PRIME)
  return mixed
}

function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  // Thirty bits: a number that engines keep without an object.
  return (mixed ^ (mixed >>> 16)) >>> 2
}
