/** The change between two states of a module: what both have at their ends is kept, so a journal grows with the change (K4). */

/** How one state comes out of another: `head` bytes kept, then `insert`, then `tail` bytes kept. */
export interface StateDelta {
  readonly head: number
  readonly tail: number
  readonly insert: Uint8Array
}

/** The longest head, and of what is left the longest tail, that two states share. O(length). */
export function diffState(before: Uint8Array, after: Uint8Array): StateDelta {
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && before[head] === after[head]) head += 1
  let tail = 0
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail])
    tail += 1
  return { head, tail, insert: after.slice(head, after.length - tail) }
}

/** Undoes {@link diffState}. Undefined: this is no change of that state, as it keeps more than there is. */
export function applyDelta(before: Uint8Array, { head, tail, insert }: StateDelta): Uint8Array | undefined {
  if (head + tail > before.length) return undefined
  const after = new Uint8Array(head + insert.length + tail)
  after.set(before.subarray(0, head))
  after.set(insert, head)
  after.set(before.subarray(before.length - tail), head + insert.length)
  return after
}
