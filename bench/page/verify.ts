import { createSha256 } from '../../src/adapters/sha256.ts'
import { createVerifier } from '../../src/kernel/replay/verify.ts'
import { submit } from '../../src/kernel/world/decide.ts'
import type { JobOptions, Measured } from '../bars.ts'
import { median } from '../report.ts'
import { valueOf } from './bench-journal.ts'
import { BENCH_CATALOGUE, benchInputs, createBenchWorld } from './bench-world.ts'

const ROUNDS = 5
/** Frames handed over at once, as the replay worker does. */
const FRAMES_AT_ONCE = 128

/** Judging a run intact, and executing it again beside executing it the first time; no storage. n = frames. */
export async function measureVerify({ n = 100_000 }: JobOptions): Promise<readonly Measured[]> {
  const sha256 = await createSha256()
  const inputs = [...benchInputs(n, 1, 0)]

  const live = (): { readonly ms: number; readonly frames: readonly Uint8Array[] } => {
    const begun = createBenchWorld(sha256)
    const frames = [begun.frame.bytes]
    const start = performance.now()
    for (const input of inputs)
      for (const { bytes } of valueOf(submit(begun.world, input))) frames.push(bytes)
    return { ms: performance.now() - start, frames }
  }

  const judge = (frames: readonly Uint8Array[], intactOnly: boolean): number => {
    const verifier = createVerifier({ ports: { sha256, catalogue: BENCH_CATALOGUE }, intactOnly })
    const start = performance.now()
    for (let at = 0; at < frames.length; at += FRAMES_AT_ONCE)
      verifier.pushAll(frames.slice(at, at + FRAMES_AT_ONCE))
    const report = verifier.finish()
    const ms = performance.now() - start
    if (!report.seals.intact || (!intactOnly && !report.seals.reproduced))
      throw new Error(JSON.stringify(report))
    return ms
  }

  /** The plain limit: hashes alone, of frames that are trusted in everything else. */
  const hashAlone = (frames: readonly Uint8Array[]): number => {
    const start = performance.now()
    for (let at = 0; at < frames.length; at += FRAMES_AT_ONCE)
      sha256.digestAll(frames.slice(at, at + FRAMES_AT_ONCE))
    return performance.now() - start
  }

  const ratios: number[] = []
  const speeds: number[] = []
  const plain: number[] = []
  let bytes = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const { ms, frames } = live()
    bytes = frames.reduce((sum, frame) => sum + frame.length, 0)
    ratios.push(ms / judge(frames, false))
    speeds.push(bytes / 1000 / judge(frames, true))
    plain.push(bytes / 1000 / hashAlone(frames))
  }
  return [
    {
      measure: 'intactMBPerSecond',
      value: median(speeds),
      n: bytes,
      state: 'warm',
      note: `${n} one-event frames, roots of every seal included; hashes alone ${Math.round(median(plain))} MB/s`,
    },
    { measure: 'reproducedRatioToLive', value: median(ratios), n, state: 'warm' },
  ]
}
