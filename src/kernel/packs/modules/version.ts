/** Versions of modules: what they look like, and which of two is newer. */
import { compareCodeUnits } from '../../base/order.ts'
import { VERSION_LENGTH_MAX } from './limits.ts'

const VERSION_PATTERN = /^[0-9A-Za-z][0-9A-Za-z._+-]*$/

export const isVersion = (text: string): boolean =>
  text.length <= VERSION_LENGTH_MAX && VERSION_PATTERN.test(text)

const NUMBER = String.raw`(0|[1-9]\d*)`
const SEMVER = new RegExp(
  String.raw`^${NUMBER}\.${NUMBER}\.${NUMBER}(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$`,
)

/** Numbers of a version may be of any length, so they are compared as digits. */
const compareNumbers = (a: string, b: string): number => a.length - b.length || compareCodeUnits(a, b)

const isNumber = (part: string): boolean => /^\d+$/.test(part)

/** Numbers stand before words (semver 2.0, rule 11). */
function comparePart(a: string, b: string): number {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b)
  if (isNumber(a) !== isNumber(b)) return isNumber(a) ? -1 : 1
  return compareCodeUnits(a, b)
}

/** A version without a pre-release is newer than one with. */
function comparePreReleases(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(b !== undefined) - Number(a !== undefined)
  const left = a.split('.')
  const right = b.split('.')
  for (const [index, part] of left.entries()) {
    const other = right[index]
    const order = other === undefined ? 1 : comparePart(part, other)
    if (order !== 0) return order
  }
  return left.length - right.length
}

/**
 * Order of two versions as semver 2.0 has it; build metadata does not count. Undefined when one of them is not semver:
 * then nothing is known of their order.
 */
export function compareVersions(a: string, b: string): number | undefined {
  const left = SEMVER.exec(a)
  const right = SEMVER.exec(b)
  if (left === null || right === null) return undefined
  for (const index of [1, 2, 3]) {
    const order = compareNumbers(left[index] ?? '', right[index] ?? '')
    if (order !== 0) return order
  }
  return comparePreReleases(left[4], right[4])
}

/** Whether `to` may follow `from`: newer where both are semver, another one where that cannot be told. */
export function isNewer(from: string, to: string): boolean {
  const order = compareVersions(from, to)
  return order === undefined ? from !== to : order < 0
}
