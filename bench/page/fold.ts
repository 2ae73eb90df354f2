import { createSha256 } from '../../src/adapters/sha256.ts'
import { foldPack, encodeFoldPack, parseFoldPack } from '../../src/kernel/replay/fold-pack.ts'
import { foldBytes } from '../../src/kernel/replay/fold.ts'
import { positionAt, type Position } from '../../src/kernel/replay/position.ts'
import type { State } from '../../src/kernel/state/collection.ts'
import { NO_BLOBS } from '../../src/kernel/world/apply.ts'
import { submit, type ExecutedFrame } from '../../src/kernel/world/decide.ts'
import type { JobOptions, Measured } from '../bars.ts'
import { median } from '../report.ts'
import { valueOf } from './bench-journal.ts'
import { BENCH_CATALOGUE, benchInputs, createBenchWorld } from './bench-world.ts'

const ROUNDS = 7
/** Frames of a pack, as the replay worker makes them. */
const PACK_FRAMES = 4096

interface Recorded {
  /** The state and the place after the genesis frame. */
  readonly state: State
  readonly from: Position
  readonly frames: readonly ExecutedFrame[]
  readonly events: number
}

async function record(n: number): Promise<Recorded> {
  const { world } = createBenchWorld(await createSha256())
  const state = world.state.clone()
  const from = positionAt(world.head, world.head.nextEvent - 1)
  const frames: ExecutedFrame[] = []
  for (const input of benchInputs(n, 1, 0)) frames.push(...valueOf(submit(world, input)))
  return { state, from, frames, events: frames.reduce((sum, { frame }) => sum + frame.events.length, 0) }
}

/** Events a second of the median round; each round starts from a state of its own. */
function rate({ state, from, events }: Recorded, fold: (state: State, from: Position) => void): number {
  const rates: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const own = state.clone()
    const start = performance.now()
    fold(own, from)
    rates.push((events / (performance.now() - start)) * 1000)
  }
  return median(rates)
}

/** Folding the same moves from fold packs and from canonical one-event frames, bytes in memory. n = frames. */
export async function measureFold({ n = 200_000 }: JobOptions): Promise<readonly Measured[]> {
  const recorded = await record(n)
  const ports = { catalogue: BENCH_CATALOGUE, blobs: NO_BLOBS }
  const slices = recorded.frames.map(({ bytes }) => ({ bytes, offset: 0, end: bytes.length }))
  const packs: Uint8Array[] = []
  for (let at = 0; at < recorded.frames.length; at += PACK_FRAMES) {
    packs.push(
      encodeFoldPack(
        recorded.frames.slice(at, at + PACK_FRAMES).map(({ frame }) => frame),
        BENCH_CATALOGUE,
      ),
    )
  }
  const packBytes = packs.reduce((sum, { length }) => sum + length, 0)
  const fromPacks = rate(recorded, (state, from) => {
    let at = from
    for (const bytes of packs) at = valueOf(foldPack(state, at, valueOf(parseFoldPack(bytes)), ports))
  })
  const fromFrames = rate(recorded, (state, from) => {
    valueOf(foldBytes(state, from, slices, ports))
  })
  const { events } = recorded
  return [
    {
      measure: 'packEventsPerSecond',
      value: fromPacks,
      n: events,
      state: 'warm',
      note: `${packs.length} packs, ${packBytes} bytes, parsed each time`,
    },
    { measure: 'canonicalEventsPerSecond', value: fromFrames, n: events, state: 'warm' },
  ]
}
