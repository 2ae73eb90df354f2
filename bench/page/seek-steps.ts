/** Single steps as the replay worker makes them, without the way there and back. */
import { createSha256 } from '../../src/adapters/sha256.ts'
import { ok } from '../../src/kernel/base/result.ts'
import type { PositionView } from '../../src/workers/protocol.ts'
import { createReplayHost } from '../../src/workers/replay/replay-host.ts'
import { nextTurn } from '../../src/workers/shared/slices.ts'
import type { Measured } from '../bars.ts'
import { percentile } from '../report.ts'
import { openBenchStorage, valueOf } from './bench-journal.ts'
import { SEEK_WORLD } from './bench-world.ts'

/** Steps that are timed together: the clock of a worker shows tenths of a millisecond. */
const STEPS_AT_ONCE = 10
const BATCHES = 200
/** Batches before the first that counts: what is measured is stepping, not compiling. */
const BATCHES_BEFORE = 20

/** Forward and back by turns, from the middle of the journal. */
export async function measureSteps(): Promise<readonly Measured[]> {
  const storage = await openBenchStorage()
  const host = createReplayHost({ storage: async () => ok(storage), sha256: createSha256 })
  const { head } = valueOf(await host.open(SEEK_WORLD, 'main'))
  valueOf(await host.seek({ token: 0, seq: Math.floor(head.seq / 2) }))
  const steps: number[] = []
  for (let batch = -BATCHES_BEFORE; batch < BATCHES; batch += 1) {
    const direction = batch % 2 === 0 ? 1 : -1
    const start = performance.now()
    for (let step = 0; step < STEPS_AT_ONCE; step += 1)
      post(valueOf(await host.step({ token: step, direction, by: 'event' })))
    if (batch >= 0) steps.push((performance.now() - start) / STEPS_AT_ONCE)
    await nextTurn()
  }
  const note = `means of ${STEPS_AT_ONCE} steps in a worker: each a map of everybody, made and written as a message`
  return [{ measure: 'stepP95', value: percentile(steps, 0.95), n: head.events, state: 'warm', note }]
}

const nowhere = new MessageChannel()
nowhere.port2.close()

/** Writes an answer as the worker writes it, to nobody. */
function post(view: PositionView): void {
  const { agents, tones, locations, trails } = view.map
  const buffers = [agents.buffer, tones.buffer, locations.buffer]
  nowhere.port1.postMessage(view, trails === undefined ? buffers : [...buffers, trails.buffer])
}
