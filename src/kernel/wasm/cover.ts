/**
 * How much gas pays for a function and for one round of each of its loops.
 *
 * A function without its loops, and a loop without the loops inside it, is a region: control only moves forward in it, so its
 * costliest path bounds every execution. The path is found while the code is read once: `now` is the greatest cost with which
 * execution can be at this point since it entered the region (−1: it cannot), and each block keeps the greatest cost with which a
 * branch arrives at its end. A region is paid for on entry, so whatever is executed was paid for before.
 *
 * ```
 * entry ──▶ a ──▶ loop ──────────────▶ c      function: a + c
 *                  ▲ │ b1 or b2 │             loop:     max(b1, b2) + branch, each round
 *                  └─┴──────────┘
 * ```
 */
export class GasCover {
  readonly #regions: Region[] = []
  readonly #blocks: CoverBlock[] = []
  #depth = 0
  #current: Region

  constructor() {
    this.#current = { now: 0, cover: 0 }
  }

  /** Opens the function's own region and block. */
  reset(): void {
    this.#depth = 0
    this.#regions.length = 0
    this.#enterRegion(0)
    this.openBlock()
  }

  /** Execution takes an instruction. */
  spend(cost: number): void {
    if (this.#current.now >= 0) this.#current.now += cost
  }

  openBlock(): void {
    this.#push(this.#current, -1, false)
  }

  openIf(): void {
    this.#push(this.#current, this.#current.now, false)
  }

  openElse(): void {
    const block = this.#top()
    block.arriving = Math.max(block.arriving, this.#current.now)
    this.#current.now = block.untaken
    block.untaken = -1
  }

  openLoop(): void {
    this.#settle()
    this.#enterRegion(this.#current.now < 0 ? -1 : 0)
    this.#push(this.#current, -1, true)
  }

  /** A branch to the block `label` levels out may be taken here. */
  branch(label: number): void {
    this.#settle()
    if (this.#current.now < 0) return
    const target = this.#blocks[this.#depth - 1 - label]
    // A branch out of inner loops arrives with what its own region had spent when it entered the outermost of them.
    if (target !== undefined && !target.isLoop) {
      target.arriving = Math.max(target.arriving, target.region.now)
    }
  }

  /** Execution does not go on from here. */
  stop(): void {
    this.#settle()
    this.#current.now = -1
  }

  /** Closes the innermost block; for a loop or the function, the cost of its region. */
  close(): number {
    const block = this.#top()
    this.#depth -= 1
    if (block.isLoop) return this.#closeLoop()
    const region = this.#current
    region.now = Math.max(region.now, block.arriving, block.untaken)
    this.#settle()
    return region.cover
  }

  #closeLoop(): number {
    this.#settle()
    const { cover, now } = this.#current
    this.#regions.pop()
    this.#current = this.#regions.at(-1) ?? this.#current
    if (now < 0) this.#current.now = -1
    return cover
  }

  #settle(): void {
    const region = this.#current
    if (region.now > region.cover) region.cover = region.now
  }

  #enterRegion(now: number): void {
    this.#current = { now, cover: 0 }
    this.#regions.push(this.#current)
  }

  #push(region: Region, untaken: number, isLoop: boolean): void {
    this.#blocks[this.#depth] = { region, arriving: -1, untaken, isLoop }
    this.#depth += 1
  }

  #top(): CoverBlock {
    const block = this.#blocks[this.#depth - 1]
    if (block === undefined) throw new RangeError('no block is open')
    return block
  }
}

interface Region {
  now: number
  /** Cost of the costliest path so far. */
  cover: number
}

interface CoverBlock {
  readonly region: Region
  /** Greatest cost of a branch that arrives at the end. */
  arriving: number
  /** Of an `if` without `else` so far: cost of going around. */
  untaken: number
  readonly isLoop: boolean
}
