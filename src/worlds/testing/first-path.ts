import { bytesToHex, compareCodeUnits } from '../../kernel/base/order.ts'
import { Link, linkToHex } from '../../kernel/codec/link.ts'
import type { Value } from '../../kernel/codec/value.ts'

/** The first path at which two values differ, with both sides: `events/0/payload/to/x_cm: 5 was 4`. */
export function firstPath(before: Value | undefined, now: Value | undefined, path = ''): string | undefined {
  if (isBranch(before) && isBranch(now) && Array.isArray(before) === Array.isArray(now)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(now)])
    for (const key of [...keys].toSorted(compareCodeUnits)) {
      const found = firstPath(childOf(before, key), childOf(now, key), path === '' ? key : `${path}/${key}`)
      if (found !== undefined) return found
    }
    return undefined
  }
  const [was, is] = [shown(before), shown(now)]
  return was === is ? undefined : `${path === '' ? 'its value' : path}: ${is}, was ${was}`
}

type Branch = Exclude<Extract<Value, object>, Uint8Array | Link>

function isBranch(value: Value | undefined): value is Branch {
  return (
    typeof value === 'object' && value !== null && !(value instanceof Uint8Array) && !(value instanceof Link)
  )
}

function childOf(branch: Branch, key: string): Value | undefined {
  return Array.isArray(branch)
    ? branch[Number(key)]
    : Object.entries(branch).find(([name]) => name === key)?.[1]
}

function shown(value: Value | undefined): string {
  if (value === undefined) return 'absent'
  if (value instanceof Uint8Array) return bytesToHex(value)
  if (value instanceof Link) return linkToHex(value)
  return JSON.stringify(value)
}
