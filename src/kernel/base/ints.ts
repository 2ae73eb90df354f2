import { assert } from './assert.ts'
import { fail, ok, type Result } from './result.ts'

// Arithmetic on state. A result that leaves the safe integers is an answer, not an approximation.

const OVERFLOW = fail('overflow' as const)

/** A point in a world: integer centimetres, each |c| ≤ COORDINATE_MAX. */
export interface Pos {
  readonly x_cm: number
  readonly y_cm: number
  readonly z_cm: number
}

/** a + b, or `overflow` beyond ±(2^53 − 1). */
export function addInts(a: number, b: number): Result<number, 'overflow'> {
  return exactly(a, b, a + b)
}

/** a − b, or `overflow` beyond ±(2^53 − 1). */
export function subInts(a: number, b: number): Result<number, 'overflow'> {
  return exactly(a, b, a - b)
}

/** a × b, or `overflow` beyond ±(2^53 − 1). Never gives −0. */
export function mulInts(a: number, b: number): Result<number, 'overflow'> {
  return exactly(a, b, a * b)
}

// Rounding is monotone and 2^53 is representable: a true result ≥ 2^53 can never be rounded to a safe integer.
function exactly(a: number, b: number, result: number): Result<number, 'overflow'> {
  assert(Number.isSafeInteger(a) && Number.isSafeInteger(b), 'Operands on state are safe integers.')
  return Number.isSafeInteger(result) ? ok(result + 0) : OVERFLOW
}

/**
 * round(√(dx² + dy² + dz²)) in centimetres, exact: the root is corrected in integers, so the engine's `sqrt` cannot show.
 * A tie cannot occur, because (r + ½)² is never an integer.
 */
export function distanceCm(a: Pos, b: Pos): number {
  const dx = a.x_cm - b.x_cm
  const dy = a.y_cm - b.y_cm
  const dz = a.z_cm - b.z_cm
  const square = dx * dx + dy * dy + dz * dz
  assert(Number.isSafeInteger(square), 'Coordinates are integers within the limit.')
  let root = Math.floor(Math.sqrt(square))
  while (root * root > square) root -= 1
  while ((root + 1) * (root + 1) <= square) root += 1
  return square > root * root + root ? root + 1 : root
}
