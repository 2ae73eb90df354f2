/** Tells worlds of one name apart in a list: by seed, and where that is equal too, by the start of the genesis hash. */
import type { WorldSummary } from '../../workers/protocol.ts'

/** What stands beside the name of a world that shares it. */
export interface WorldMark {
  readonly seed: number
  readonly hash?: string
}

const HASH_DIGITS = 6

/** Marks by world key; a world whose name is its own has none. */
export function markWorlds(worlds: readonly WorldSummary[]): ReadonlyMap<string, WorldMark> {
  const marks = new Map<string, WorldMark>()
  for (const world of worlds) {
    const namesakes = worlds.filter((other) => other !== world && other.name === world.name)
    if (namesakes.length === 0) continue
    const isTwin = namesakes.some(({ seed }) => seed === world.seed)
    const { seed, genesis } = world
    marks.set(world.worldKey, isTwin ? { seed, hash: genesis.slice(0, HASH_DIGITS) } : { seed })
  }
  return marks
}
