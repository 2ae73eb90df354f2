import { createSha256 } from '../../src/adapters/sha256.ts'
import type { Sha256 } from '../../src/kernel/codec/sha256.ts'
import { submit, type ExecutedFrame } from '../../src/kernel/world/decide.ts'
import { rootOf, type ActionInput, type World } from '../../src/kernel/world/world.ts'
import type { StorableFrame } from '../../src/storage/journal-batch.ts'
import type { JobOptions, Measured } from '../bars.ts'
import { median } from '../report.ts'
import { BenchJournal, openBenchStorage, valueOf, type Written } from './bench-journal.ts'
import { benchInputs, createBenchWorld } from './bench-world.ts'
import { FrameTape } from './frame-tape.ts'

const ROUNDS = 7

/** Writes frame 0 into a journal of its own on disk, then, by the clock, what `frames` yields. */
async function writeDurably(
  sha256: Sha256,
  genesis: StorableFrame,
  frames: Iterable<StorableFrame>,
): Promise<Written> {
  const storage = await openBenchStorage()
  const journal = await BenchJournal.create(storage, storage.createWorldKey(), sha256)
  await journal.write([genesis])
  const written = await journal.write(frames)
  valueOf(await journal.store.destroy())
  return written
}

function* execute(world: World, inputs: Iterable<ActionInput>): Generator<ExecutedFrame> {
  for (const input of inputs) yield* valueOf(submit(world, input))
}

/** A new world whose state is hashed: the first seal of a run then costs what every other does. */
function beginWorld(sha256: Sha256): { readonly world: World; readonly genesis: StorableFrame } {
  const { world, frame } = createBenchWorld(sha256)
  rootOf(world)
  return { world, genesis: { ...frame, blobs: [] } }
}

interface Compared {
  readonly ratio: number
  readonly rate: number
  readonly bareRate: number
  readonly sample: Written
}

/** Execution and storage beside storage alone: the same frames made beforehand, hashed and stored the same way. */
async function comparedWithBare(sha256: Sha256, eventsPerFrame: number, events: number): Promise<Compared> {
  const inputs = () => benchInputs(Math.floor(events / eventsPerFrame), eventsPerFrame, 0)
  const tape = new FrameTape([...execute(beginWorld(sha256).world, inputs())])
  const runKernel = async (): Promise<Written> => {
    const { world, genesis } = beginWorld(sha256)
    return writeDurably(sha256, genesis, execute(world, inputs()))
  }
  const runBare = async (): Promise<Written> => {
    const { genesis } = beginWorld(sha256)
    return writeDurably(sha256, genesis, tape.rehash(sha256, genesis.frame))
  }
  const pairs: { readonly ours: Written; readonly bare: Written }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    // The first of a pair is slower than the second, so they take turns.
    if (round % 2 === 0) pairs.push({ ours: await runKernel(), bare: await runBare() })
    else {
      const bare = await runBare()
      pairs.push({ ours: await runKernel(), bare })
    }
  }
  const rateOf = (run: Written): number => (run.events / run.ms) * 1000
  const sample = pairs[0]?.ours
  if (sample === undefined) throw new Error('no round was run')
  return {
    ratio: median(pairs.map(({ ours, bare }) => bare.ms / ours.ms)),
    rate: median(pairs.map(({ ours }) => rateOf(ours))),
    bareRate: median(pairs.map(({ bare }) => rateOf(bare))),
    sample,
  }
}

const thousands = (value: number): string => `${Math.round(value / 1000)}k`

function noteOf({ rate, bareRate, sample }: Compared): string {
  const { frames, events, bytes, seals } = sample
  const made = `${frames} frames, ${events} events, ${bytes} bytes, ${seals} seals`
  return `${made}; ${thousands(rate)}/s beside ${thousands(bareRate)}/s bare`
}

/** The durable write path, kernel and all, beside the plain limit. n = events of a run. */
export async function measureWrite({ n = 100_000 }: JobOptions): Promise<readonly Measured[]> {
  const sha256 = await createSha256()
  const one = await comparedWithBare(sha256, 1, n)
  const ten = await comparedWithBare(sha256, 10, n)
  return [
    { measure: 'eventsPerSecond', value: one.rate, n, state: 'warm', note: noteOf(one) },
    { measure: 'ratioToBare1', value: one.ratio, n, state: 'warm', note: noteOf(one) },
    { measure: 'ratioToBare10', value: ten.ratio, n, state: 'warm', note: noteOf(ten) },
  ]
}
