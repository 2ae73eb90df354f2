import { bytesToHex } from '../../kernel/base/order.ts'
import type { Result } from '../../kernel/base/result.ts'
import { readRuns } from '../frames.ts'
import type { WorldStore } from '../port.ts'
import type { SampleFrame } from './sample-chain.ts'

/** The value of a result that must be one. */
export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`expected a value, got ${JSON.stringify(result.fault)}`)
  return result.value
}

/** The frames of a branch as hex, read through rows, segments and tail. */
export async function framesOf(
  store: WorldStore,
  branch: string,
  range?: { readonly from?: number; readonly to?: number },
): Promise<readonly string[]> {
  const frames: string[] = []
  for await (const run of readRuns(store, branch, range))
    for (const frame of valueOf(run).frames) frames.push(bytesToHex(frame))
  return frames
}

export const hexOf = (chain: readonly SampleFrame[]): readonly string[] =>
  chain.map((frame) => bytesToHex(frame.bytes))
