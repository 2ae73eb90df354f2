import { afterAll, describe, expect, test } from 'vitest'
import { difference, type Golden, GOLDEN_IDS, type GoldenRun } from './testing/goldens.ts'

const goldens = import.meta.glob<Golden>('../../fixtures/goldens/*.json', { eager: true, import: 'default' })
const worker = new Worker(new URL('./testing/golden-worker.ts', import.meta.url), { type: 'module' })

afterAll(() => worker.terminate())

describe('in a worker of a browser, every world is what its golden recording says', () => {
  test.each(GOLDEN_IDS)('%s', async (id) => {
    const golden = goldens[`../../fixtures/goldens/${id}.json`]
    if (golden === undefined) throw new Error(`No golden of ${id}.`)
    expect(await difference(golden, await runInWorker(id))).toBeUndefined()
  })
})

function runInWorker(id: string): Promise<GoldenRun> {
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', (message: MessageEvent<GoldenRun>) => resolve(message.data), {
      once: true,
    })
    worker.addEventListener('error', (event) => reject(new Error(event.message)), { once: true })
    worker.postMessage(id)
  })
}
