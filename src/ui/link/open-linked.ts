import type { Result } from '../../kernel/base/result.ts'
import type { OpenedWorld, WorldSource } from '../../workers/protocol.ts'
import { showName } from '../presentation/plain.ts'
import type { SessionActions } from '../session/session-actions.ts'

/** Opens a world at the branch that a link names. A link whose branch is not there still opens its world, and says so. */
export async function openLinked(
  { openWorld, notify }: Pick<SessionActions, 'openWorld' | 'notify'>,
  source: WorldSource,
  branch: string | undefined,
  options: Parameters<SessionActions['openWorld']>[1],
): Promise<Result<OpenedWorld>> {
  if (branch === undefined) return openWorld(source, options)
  const opened = await openWorld({ ...source, branch }, options)
  if (opened.ok || opened.fault.reason !== 'branch') return opened
  notify({ tone: 'warning', textKey: 'notice.linkBranch', values: { branch: showName(branch) } })
  return openWorld(source, options)
}
