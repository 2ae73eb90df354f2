import type { Result } from '../../kernel/base/result.ts'
import type { WorldStart } from '../../kernel/world/world.ts'
import { findCachedStart, type StartSource } from './cached-start.ts'
import { loadState } from './load-world.ts'

/** The state after a frame: from the nearest keyframe that is what its frame says, else from genesis. */
export async function stateAt(source: StartSource, seq: number): Promise<Result<WorldStart>> {
  const keyframe = await findCachedStart(source, seq)
  const { store, journal, sha256 } = source
  const options = { store, journal, sha256, to: seq }
  return loadState(keyframe === undefined ? options : { ...options, keyframe })
}
