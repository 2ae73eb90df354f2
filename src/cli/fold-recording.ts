import { createSha256 } from '../adapters/sha256.ts'
import { fault } from '../kernel/base/fault.ts'
import { bytesToHex } from '../kernel/base/order.ts'
import { fail, ok, type Result } from '../kernel/base/result.ts'
import type { Frame } from '../kernel/journal/frame.ts'
import { decodeFrame } from '../kernel/journal/frame-decode.ts'
import { State } from '../kernel/state/collection.ts'
import { Recorder } from '../kernel/state/recorder.ts'
import { tryApplyFrame } from '../kernel/world/apply.ts'
import { CATALOGUE } from '../kernel/world/catalogue.ts'
import type { OrreryBranch, OrreryWorld } from '../storage/orrery-file/read-orrery.ts'
import { mainBranch, readBranch, readItems } from './recording.ts'

/** The state after a frame of a file. */
export interface FoldedRecording {
  readonly state: State
  readonly head: Pick<Frame, 'seq' | 'time'>
  readonly headSeq: number
}

/** Folds the main branch up to a frame, and reads no further. What strangers wrote is checked event by event. */
export async function foldRecording(
  path: string,
  wanted = Number.POSITIVE_INFINITY,
): Promise<Result<FoldedRecording>> {
  const blobs = new Map<string, Uint8Array>()
  const state = new State()
  const recorder = new Recorder(state)
  let headSeq = -1
  const reading = {
    onBlob: (digest: string, bytes: Uint8Array): void => void blobs.set(digest, bytes),
    onWorld: (_: OrreryWorld, { head }: OrreryBranch): void => {
      headSeq = head.seq
    },
  }
  for await (const run of readBranch(readItems(path, await createSha256()), mainBranch, reading)) {
    if (!run.ok) return run
    for (const bytes of run.value.frames) {
      const frame = decodeFrame(bytes)
      if (!frame.ok) return frame
      const applied = tryApplyFrame(CATALOGUE, recorder, frame.value, (digest) =>
        blobs.get(bytesToHex(digest)),
      )
      if (!applied.ok) return applied
      recorder.takeChanges()
      if (frame.value.seq === Math.min(wanted, headSeq)) return ok({ state, head: frame.value, headSeq })
    }
  }
  return fail(fault('file.truncated'))
}
