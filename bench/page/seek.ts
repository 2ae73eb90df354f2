import { connectWorkers, type Workers } from '../../src/workers/client.ts'
import type { HeadInfo } from '../../src/workers/protocol.ts'
import type { JobOptions, Measured } from '../bars.ts'
import { percentile } from '../report.ts'
import { openBenchStorage, valueOf } from './bench-journal.ts'
import { SEEK_WORLD } from './bench-world.ts'

const NEAR_JUMPS = 200
/** Jumps that stay in what is decoded already. */
const NEAR_STEPS = 2000
/** Steps that are timed together: the clock of a page shows tenths of a millisecond. */
const STEPS_AT_ONCE = 20
const STEP_BATCHES = 60

interface OpenReplay {
  readonly workers: Workers
  readonly head: HeadInfo
}

async function openReplay(): Promise<OpenReplay> {
  const workers = connectWorkers({ storagePrefix: 'bench' })
  const { head } = valueOf(await workers.replay.open(SEEK_WORLD, 'main'))
  return { workers, head }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Lets the replay worker make its index and keyframes, which it does whenever nobody asks for anything. */
export async function indexSeekWorld(): Promise<readonly Measured[]> {
  const { workers, head } = await openReplay()
  valueOf(await workers.replay.advance(head))
  let built = -1
  let isStill = 0
  while (isStill < 8) {
    await pause(500)
    const keyframes = (await workers.replay.markers()).filter(({ kind }) => kind === 'keyframe')
    const last = keyframes.at(-1)?.seq ?? 0
    isStill = last === built && last > head.seq / 2 ? isStill + 1 : 0
    built = last
  }
  workers.terminate()
  return []
}

/**
 * Opening by a new worker, and one jump, the first it is asked for. The jump is from the request to the answer in the
 * page: worker and databases are open then, and nothing of the journal was read but its index. `draw` is where, as a
 * share of the journal.
 */
export async function seekCold({ draw = 0.5 }: JobOptions): Promise<readonly Measured[]> {
  const begun = performance.now()
  const { workers, head } = await openReplay()
  const seq = Math.floor(draw * head.seq)
  const start = performance.now()
  valueOf(await workers.replay.seek({ token: 1, seq }))
  const end = performance.now()
  workers.terminate()
  const n = head.events
  return [
    { measure: 'coldP50', value: end - start, n, state: 'cold' },
    { measure: 'openP50', value: end - begun, n, state: 'cold' },
  ]
}

/** From nothing to the first map when no index is stored. */
export async function openWithoutIndex(): Promise<readonly Measured[]> {
  const storage = await openBenchStorage()
  valueOf(await storage.deleteCache(SEEK_WORLD))
  const begun = performance.now()
  const { workers, head } = await openReplay()
  valueOf(await workers.replay.seek({ token: 1, seq: head.seq }))
  const value = performance.now() - begun
  workers.terminate()
  const note = 'worker started, journal read and laid out in columns, first map'
  return [{ measure: 'openWithoutIndex', value, n: head.events, state: 'cold', note }]
}

/** Jumps nearby and single steps, asked from the page and answered with a whole map. */
export async function seekWarm(): Promise<readonly Measured[]> {
  const { workers, head } = await openReplay()
  const { replay } = workers
  const middle = Math.floor(head.seq / 2)
  let token = 0
  const seek = async (seq: number): Promise<number> => {
    token += 1
    const start = performance.now()
    valueOf(await replay.seek({ token, seq }))
    return performance.now() - start
  }
  for (let at = -NEAR_STEPS; at <= NEAR_STEPS; at += 200) await seek(middle + at)
  const near: number[] = []
  for (let jump = 0; jump < NEAR_JUMPS; jump += 1) {
    near.push(await seek(middle + (((jump * 2_654_435_761) >>> 0) % (2 * NEAR_STEPS)) - NEAR_STEPS))
  }
  const steps: number[] = []
  for (let batch = 0; batch < STEP_BATCHES; batch += 1) {
    const direction = batch % 2 === 0 ? 1 : -1
    const start = performance.now()
    for (let step = 0; step < STEPS_AT_ONCE; step += 1) {
      token += 1
      valueOf(await replay.step({ token, direction, by: 'event' }))
    }
    steps.push((performance.now() - start) / STEPS_AT_ONCE)
  }
  workers.terminate()
  const n = head.events
  return [
    {
      measure: 'nearP95',
      value: percentile(near, 0.95),
      n,
      state: 'warm',
      note: `${near.length} jumps of up to ${NEAR_STEPS} steps, asked from the page`,
    },
    {
      measure: 'stepFromPageP95',
      value: percentile(steps, 0.95),
      n,
      state: 'warm',
      note: `means of ${STEPS_AT_ONCE} steps, most of it is the way there and back`,
    },
  ]
}
