/** Files out and in. Loaded when somebody exports or opens one. */
import { fault, type Fault } from '../../kernel/base/fault.ts'
import { fail, type Result } from '../../kernel/base/result.ts'
import type { OpenedWorld, Progress } from '../protocol.ts'
import type { WorldDesk } from './world-desk.ts'

export async function exportWorld(
  _desk: WorldDesk,
  _onProgress: ((progress: Progress) => void) | undefined,
): Promise<Result<Blob>> {
  return fail(fault('world.unknown'))
}

export async function importWorld(
  _desk: WorldDesk,
  _file: Blob,
  _options: { readonly acceptPrefix?: boolean },
  _onProgress: ((progress: Progress) => void) | undefined,
): Promise<Result<OpenedWorld, Fault & { readonly verifiedFrames?: number }>> {
  return fail(fault('world.unknown'))
}
