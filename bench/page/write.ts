import { createSha256 } from '../../src/adapters/sha256.ts'
import type { Sha256 } from '../../src/kernel/codec/sha256.ts'
import { submit, type ExecutedFrame } from '../../src/kernel/world/decide.ts'
import type { BegunWorld } from '../../src/kernel/world/genesis.ts'
import type { ActionInput } from '../../src/kernel/world/world.ts'
import { openIdbStorage } from '../../src/storage/indexed-db/idb-storage.ts'
import type { WorldStore } from '../../src/storage/port.ts'
import { JournalWriter } from '../../src/workers/world/journal-writer.ts'
import { startOfBranch } from '../../src/workers/world/pending-batch.ts'
import type { Measured } from '../bars.ts'
import { median } from '../report.ts'
import { benchInputs, createBenchWorld } from './bench-world.ts'
import type { JobOptions } from './jobs.ts'

const ROUNDS = 5

/** What one run through storage took and made. */
interface Run {
  readonly ms: number
  readonly frames: number
  readonly events: number
  readonly bytes: number
  readonly seals: number
}

/** Writes what `frames` yields into a world of its own on disk and waits until all of it is durable. */
async function writeDurably(sha256: Sha256, frames: () => Iterable<ExecutedFrame>): Promise<Run> {
  const storage = await openIdbStorage('bench')
  if (!storage.ok) throw new Error(JSON.stringify(storage.fault))
  const opened = await storage.value.openWorld(storage.value.createWorldKey())
  if (!opened.ok) throw new Error(JSON.stringify(opened.fault))
  const store: WorldStore = opened.value
  const writer = new JournalWriter({
    store,
    start: startOfBranch('main'),
    sha256,
    now: Date.now,
    onDurable: () => undefined,
    onFault: (fault) => {
      throw new Error(JSON.stringify(fault))
    },
  })
  const total = { frames: 0, events: 0, bytes: 0, seals: 0 }
  const start = performance.now()
  for (const frame of frames()) {
    writer.append(frame)
    total.frames += 1
    total.events += frame.frame.events.length
    total.bytes += frame.bytes.length
    if (frame.frame.seal !== undefined) total.seals += 1
    // What the world worker does: lets a commit begin, and waits only when too much is waiting.
    if (writer.isFull) await writer.flush()
  }
  await writer.flush()
  const ms = performance.now() - start
  await store.destroy()
  return { ms, ...total }
}

function* execute(begun: BegunWorld, inputs: readonly ActionInput[]): Generator<ExecutedFrame> {
  yield { ...begun.frame, blobs: [] }
  for (const input of inputs) {
    const submitted = submit(begun.world, input)
    if (!submitted.ok) throw new Error(JSON.stringify(submitted.fault))
    yield* submitted.value
  }
}

/** The plain limit: the same frames made beforehand, hashed with the same hash and stored the same way. */
function* rehash(sha256: Sha256, frames: readonly ExecutedFrame[]): Generator<ExecutedFrame> {
  for (const frame of frames) yield { ...frame, hash: sha256.digest(frame.bytes) }
}

async function comparedWithBare(sha256: Sha256, eventsPerFrame: number, events: number) {
  const inputs = [...benchInputs(Math.floor(events / eventsPerFrame), eventsPerFrame, 0)]
  const prebuilt = [...execute(createBenchWorld(sha256), inputs)]
  const ratios: number[] = []
  const rates: number[] = []
  const bareRates: number[] = []
  let sample: Run | undefined
  for (let round = 0; round < ROUNDS; round += 1) {
    const kernel = () => writeDurably(sha256, () => execute(createBenchWorld(sha256), inputs))
    const bare = () => writeDurably(sha256, () => rehash(sha256, prebuilt))
    // The first of a pair is slower than the second, so they take turns.
    const isKernelFirst = round % 2 === 0
    const first = isKernelFirst ? await kernel() : await bare()
    const second = isKernelFirst ? await bare() : await kernel()
    const [ours, plain] = isKernelFirst ? [first, second] : [second, first]
    ratios.push(plain.ms / ours.ms)
    rates.push((ours.events / ours.ms) * 1000)
    bareRates.push((plain.events / plain.ms) * 1000)
    sample = ours
  }
  return { ratio: median(ratios), rate: median(rates), bareRate: median(bareRates), sample }
}

const thousands = (value: number): string => `${Math.round(value / 1000)}k`

function noteOf({ rate, bareRate, sample }: Awaited<ReturnType<typeof comparedWithBare>>): string {
  const made =
    sample === undefined
      ? ''
      : `${sample.frames} frames, ${sample.events} events, ${sample.bytes} bytes, ${sample.seals} seals; `
  return `${made}${thousands(rate)}/s beside ${thousands(bareRate)}/s bare`
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
