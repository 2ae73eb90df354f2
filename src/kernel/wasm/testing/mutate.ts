import type { Draw } from '../../testing/draw.ts'

/** Bytes that mean something almost everywhere: ends, types, limits of integers, prefixes. */
const TELLING = [
  0x00, 0x01, 0x02, 0x03, 0x04, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x11, 0x20, 0x23, 0x24, 0x28, 0x36, 0x39,
  0x40, 0x41, 0x60, 0x6f, 0x70, 0x7c, 0x7f, 0x80, 0xbd, 0xd2, 0xfc, 0xff,
] as const

/** One small change, seldom two or three: what damage, a careless compiler or somebody with intent would do. */
export function mutate(bytes: Uint8Array, draw: Draw): Uint8Array<ArrayBuffer> {
  let mutated = [...bytes]
  for (let count = draw.chance(70) ? 1 : 2 + draw.below(2); count > 0; count -= 1) {
    const at = 8 + draw.below(Math.max(1, mutated.length - 8))
    switch (draw.below(8)) {
      case 0:
        mutated[at] = (mutated[at] ?? 0) ^ (1 << draw.below(8))
        break
      case 1:
      case 2:
        mutated[at] = draw.pick(TELLING)
        break
      case 3:
        mutated.splice(at, 0, draw.pick(TELLING))
        break
      case 4:
        mutated.splice(at, 1 + draw.below(3))
        break
      case 5: {
        // A piece of it somewhere else, of equal length, so that sizes still hold.
        const length = 1 + draw.below(8)
        const from = 8 + draw.below(Math.max(1, mutated.length - 8 - length))
        mutated.splice(at, length, ...mutated.slice(from, from + length))
        break
      }
      default:
        mutated = draw.chance(10)
          ? mutated.slice(0, at)
          : mutated.with(Math.min(at, mutated.length - 1), draw.below(256))
    }
  }
  return Uint8Array.from(mutated)
}
