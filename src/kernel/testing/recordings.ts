/** Recordings for tests of verification: true ones, and ones that somebody who can hash has changed. */
import { encodeFrame, type Frame } from '../journal/frame.ts'
import { rollbackTargetsOf } from '../replay/rollback-points.ts'
import { Verifier, type VerifyOptions, type VerifyReport } from '../replay/verify.ts'
import { CATALOGUE, type Catalogue } from '../world/catalogue.ts'
import { nodeSha256 } from './node-sha256.ts'
import { at, Trial } from './trial.ts'

/** What verification says of frames. */
export function verify(
  frames: readonly Uint8Array[],
  options: VerifyOptions,
  headHash?: Uint8Array,
): VerifyReport {
  const verifier = new Verifier({ rollbackTargets: rollbackTargetsOf(frames), ...options })
  for (const bytes of frames) if (verifier.push(bytes) !== undefined) break
  return verifier.finish(headHash)
}

/** A recording of moves, a rejected move, two ticks. */
export function recorded(catalogue: Catalogue = CATALOGUE): Trial {
  const trial = new Trial({ catalogue })
  const move = (actor: string, agent_id: string, x: number) =>
    trial.submit({
      kind: 'action.move_agent',
      payload: { agent_id, to: at(x) },
      actor,
      key: `m${trial.frames.length}`,
    })
  move('ada', 'ada', 1)
  move('bob', 'bob', 2)
  trial.submit({ kind: 'tick', payload: { by: 1 }, actor: 'host', key: 'tick-1', via: 'clock' })
  move('bob', 'ada', 9)
  move('ada', 'ada', 3)
  trial.submit({ kind: 'tick', payload: { by: 1 }, actor: 'host', key: 'tick-2', via: 'clock' })
  return trial
}

export const bytesOf = (trial: Trial): Uint8Array[] => trial.frames.map(({ bytes }) => bytes)

/** The recording with one frame changed and every later frame chained to it again: a liar who knows how to hash. */
export function forged(
  trial: Pick<Trial, 'frames'>,
  seq: number,
  change: (frame: Frame) => Frame,
): Uint8Array[] {
  const frames: Uint8Array[] = []
  let parent: Uint8Array | null = null
  for (const { frame } of trial.frames) {
    const bytes = encodeFrame({ ...(frame.seq === seq ? change(frame) : frame), parent })
    frames.push(bytes)
    parent = nodeSha256.digest(bytes)
  }
  return frames
}
