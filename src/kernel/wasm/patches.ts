/** What the instrumenter does at a place in a function's code. */
export const Patch = {
  /** Pays `value` gas: the head of a loop. */
  charge: 1,
  /** Makes the NaN on top of the operands the canonical one. */
  canonF32: 2,
  canonF64: 3,
  /** Pays for the length on top of the operands. */
  chargeBytes: 4,
  chargeRows: 5,
  /** Growing goes through a function of ours instead. */
  growMemory: 6,
  growTable: 7,
  /** A `return` that leaves `value` blocks behind. */
  leave: 8,
} as const

/** Patches of all functions in the order of their places, in columns: a large module has tens of thousands. */
export class PatchList {
  #length = 0
  /** Where it goes in. */
  at = new Uint32Array(1024)
  /** Where copying goes on: after an instruction that it replaces. */
  resume = new Uint32Array(1024)
  kind = new Uint8Array(1024)
  value = new Float64Array(1024)

  get length(): number {
    return this.#length
  }

  /** Adds a patch and gives its place in the list. */
  add(kind: number, at: number, resume: number, value = 0): number {
    const index = this.#length
    if (index === this.kind.length) this.#grow()
    this.at[index] = at
    this.resume[index] = resume
    this.kind[index] = kind
    this.value[index] = value
    this.#length += 1
    return index
  }

  #grow(): void {
    const length = 2 * this.kind.length
    const wider = <T extends { set: (from: T) => void }>(into: T, from: T): T => {
      into.set(from)
      return into
    }
    this.at = wider(new Uint32Array(length), this.at)
    this.resume = wider(new Uint32Array(length), this.resume)
    this.kind = wider(new Uint8Array(length), this.kind)
    this.value = wider(new Float64Array(length), this.value)
  }
}
