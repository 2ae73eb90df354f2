import { createSha256 } from '../../src/adapters/sha256.ts'
import { submit, type ExecutedFrame } from '../../src/kernel/world/decide.ts'
import type { JobOptions, Measured } from '../bars.ts'
import { BenchJournal, openBenchStorage, valueOf } from './bench-journal.ts'
import { benchInputs, createBenchWorld, SEEK_WORLD } from './bench-world.ts'

/** Writes the journal that `seek` jumps in, one event a frame, through the writer of the world worker. n = events. */
export async function writeSeekWorld({ n = 1_000_000 }: JobOptions): Promise<readonly Measured[]> {
  const sha256 = await createSha256()
  const storage = await openBenchStorage()
  const journal = await BenchJournal.create(storage, SEEK_WORLD, sha256)
  const begun = createBenchWorld(sha256)
  function* frames(): Generator<ExecutedFrame> {
    yield { ...begun.frame, blobs: [], changes: [] }
    for (const input of benchInputs(n, 1, 0)) yield* valueOf(submit(begun.world, input))
  }
  await journal.write(frames())
  await journal.store.close()
  return []
}
