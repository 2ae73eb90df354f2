/** Which branch of an opened world is looked at. */
import { ok, type Result } from '../../kernel/base/result.ts'
import type { OpenedWorld, ReplayHost, ReplayInfo } from '../../workers/protocol.ts'

export interface BranchView {
  readonly info: ReplayInfo
  /** The world as it is looked at: on another branch than the live one it only plays back. */
  readonly opened: OpenedWorld
}

/** Opens the branch that is wanted, or the live one. */
export async function openBranch(
  replay: ReplayHost,
  live: OpenedWorld,
  wanted: string = live.branch,
): Promise<Result<BranchView>> {
  const info = await replay.open(live.world.worldKey, wanted)
  if (!info.ok) return info
  if (wanted === live.branch) return ok({ info: info.value, opened: live })
  const world = { ...live.world, isRunnable: false }
  return ok({ info: info.value, opened: { ...live, world, branch: wanted, durable: info.value.head } })
}
