/** Values by chance from a declared shape: what the schema says may be there, with a leaning to the edges. */
import type { Value, ValueMap } from '../codec/value.ts'
import type { Fields, FieldShape, Reference } from '../schema/field.ts'

/** A stream of choices that a seed decides (mulberry32). */
export class Draw {
  private state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  /** An integer in [0, n). */
  below(n: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let mixed = this.state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * n)
  }

  chance(percent: number): boolean {
    return this.below(100) < percent
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.below(items.length)] ?? items[0]
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256))
  }

  /** Mostly small, sometimes an end of the range. */
  int(min: number, max: number): number {
    if (this.chance(3)) return max
    if (this.chance(3)) return min
    const low = Math.max(min, -3)
    const high = Math.min(max, 9)
    if (low > high) return min + this.below(Math.min(10, max - min + 1))
    return low + this.below(high - low + 1)
  }
}

/** Where ids come from: those of a world that is there, and strangers. */
export interface Pools {
  id(reference: Reference | undefined, draw: Draw): string
  /** A whole record or list in place of one by chance, where the world knows a likelier one. */
  instead(shape: FieldShape, draw: Draw): Value | undefined
}

const TEXTS = ['', 'a', 'slot-kit', 'ünï', '名', 'x/y~z', '__proto__', '🌍'] as const

function drawValue(shape: FieldShape, draw: Draw, pools: Pools): Value {
  const likely = pools.instead(shape, draw)
  if (likely !== undefined) return likely
  switch (shape.type) {
    case 'bool':
      return draw.chance(50)
    case 'int':
      return draw.int(shape.min, shape.max)
    case 'text':
      return draw.pick(TEXTS).slice(0, shape.lengthMax)
    case 'id':
      return pools.id(shape.reference, draw)
    case 'bytes':
      return draw.bytes(shape.length)
    case 'choice':
      return shape.values[draw.below(shape.values.length)] ?? ''
    case 'list':
      return Array.from({ length: draw.below(Math.min(4, shape.countMax + 1)) }, () =>
        drawValue(shape.of, draw, pools),
      )
    case 'map':
      return drawMap(shape, draw, pools)
    case 'record':
      return drawFields(shape.fields, draw, pools)
    case 'value':
      return drawAny(draw, 3)
  }
}

function drawMap(shape: FieldShape & { readonly type: 'map' }, draw: Draw, pools: Pools): ValueMap {
  const keys = shape.keys ?? ['k', 'k.2', 'a/b', 'constructor']
  const map: Record<string, Value> = {}
  for (const key of keys) if (draw.chance(40)) map[key] = drawValue(shape.of, draw, pools)
  return map
}

export function drawFields(fields: Fields, draw: Draw, pools: Pools): ValueMap {
  const record: Record<string, Value> = {}
  for (const [name, { shape, isOptional }] of Object.entries(fields)) {
    if (!isOptional || draw.chance(50)) record[name] = drawValue(shape, draw, pools)
  }
  return record
}

/** Any plain hashed value. */
function drawAny(draw: Draw, depth: number): Value {
  switch (draw.below(depth === 0 ? 5 : 7)) {
    case 0:
      return null
    case 1:
      return draw.chance(50)
    case 2:
      return draw.int(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    case 3:
      return draw.pick(TEXTS)
    case 4:
      return draw.bytes(draw.below(5))
    case 5:
      return Array.from({ length: draw.below(4) }, () => drawAny(draw, depth - 1))
    default:
      return Object.fromEntries(
        Array.from({ length: draw.below(4) }, (_, index) => [`f${index}`, drawAny(draw, depth - 1)]),
      )
  }
}
