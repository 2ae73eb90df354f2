/** Which branch of an opened world is looked at. */
import { ok, type Result } from '../../kernel/base/result.ts'
import type { OpenedWorld, ReplayHost, ReplayInfo } from '../../workers/protocol.ts'
import type { Notify } from './notice-controller.ts'

export interface BranchView {
  readonly info: ReplayInfo
  /** The world as it is looked at: on another branch than the live one it only plays back. */
  readonly opened: OpenedWorld
}

/** Opens the branch a link names, or the live one when the link names none that is there. */
export async function openBranch(
  replay: ReplayHost,
  live: OpenedWorld,
  wanted: string | undefined,
  notify: Notify,
): Promise<Result<BranchView>> {
  const { worldKey } = live.world
  if (wanted !== undefined && wanted !== live.branch) {
    const info = await replay.open(worldKey, wanted)
    if (info.ok) {
      const world = { ...live.world, isRunnable: false }
      return ok({ info: info.value, opened: { ...live, world, branch: wanted, durable: info.value.head } })
    }
    notify({ tone: 'warning', textKey: 'notice.linkBranch', values: { branch: wanted } })
  }
  const info = await replay.open(worldKey, live.branch)
  return info.ok ? ok({ info: info.value, opened: live }) : info
}
