/**
 * SplitMix64, the generator that places the bundled scenarios. BigInt is slow and exact, which is right here:
 * it runs once, while a genesis is built, and never inside the kernel.
 */
const MASK = 0xffff_ffff_ffff_ffffn
const INCREMENT = 0x9e37_79b9_7f4a_7c15n
const FIRST_MULTIPLIER = 0xbf58_476d_1ce4_e5b9n
const SECOND_MULTIPLIER = 0x94d0_49bb_1331_11ebn

/** One 64-bit step: the hash of `input`, and the state of the next step when chained. */
export function splitmix64(input: bigint): bigint {
  let z = (input + INCREMENT) & MASK
  z = ((z ^ (z >> 30n)) * FIRST_MULTIPLIER) & MASK
  z = ((z ^ (z >> 27n)) * SECOND_MULTIPLIER) & MASK
  return z ^ (z >> 31n)
}

/** A hash as a share of `size`, both ends included, rounded to the nearest integer. */
export function shareOf(hash: bigint, size: number): number {
  return Number((hash * BigInt(size) + MASK / 2n) / MASK)
}

/** A hash as an index below `count`; 0 when there is nothing to choose from. */
export function indexBelow(hash: bigint, count: number): number {
  return count === 0 ? 0 : Number(hash % BigInt(count))
}

/** Named starting points keep two uses of one seed apart. */
export function seeded(seed: number, salt: bigint, ordinal = 0): bigint {
  return splitmix64((BigInt(seed) + BigInt(ordinal) + salt) & MASK)
}
