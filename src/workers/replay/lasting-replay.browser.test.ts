import { afterEach, expect, test, vi } from 'vitest'
import { LIFE_LOCK } from '../shared/lasting-thread.ts'
import { valueOf } from '../testing/answers.ts'
import { freshPrefix, openTab, type Tab } from '../testing/tabs.ts'

/** Replay threads that were started, the newest last. */
const threads: Worker[] = []

/** The question that a thread ends over, and how many of them do. */
let deadly = { question: '', threads: 0 }

class WatchedWorker extends Worker {
  constructor(url: string | URL, options?: WorkerOptions) {
    super(url, options)
    if (options?.name === 'replay') threads.push(this)
  }

  override postMessage(
    message: { readonly path?: readonly string[] },
    transfer?: Transferable[] | StructuredSerializeOptions,
  ): void {
    super.postMessage(message, Array.isArray(transfer) ? { transfer } : transfer)
    if (message.path?.[0] !== deadly.question || deadly.threads === 0) return
    deadly.threads -= 1
    this.terminate()
  }
}

let opened: Tab | undefined
afterEach(() => {
  opened?.terminate()
  opened = undefined
  threads.length = 0
  deadly = { question: '', threads: 0 }
  vi.unstubAllGlobals()
})

/** Ends the newest replay thread, as soon as the page waits for the end of both threads. */
async function endThread(): Promise<void> {
  const awaitedEnds = async (): Promise<number> => {
    const { pending = [] } = await navigator.locks.query()
    return pending.filter(({ name }) => name?.startsWith(LIFE_LOCK)).length
  }
  await expect.poll(awaitedEnds, { timeout: 5000 }).toBe(2)
  threads.at(-1)?.terminate()
}

async function openRecording(): Promise<Tab> {
  vi.stubGlobal('Worker', WatchedWorker)
  opened = await openTab(freshPrefix())
  const { world } = valueOf(await opened.world.open({ kind: 'scenario', id: 'first-light' }))
  valueOf(await opened.world.runTicks(20))
  valueOf(await opened.replay.open(world.worldKey, 'main'))
  return opened
}

test('a thread that ends is followed by one that has the same recording open at the same place', async () => {
  const { replay } = await openRecording()
  const [before, next] = [
    valueOf(await replay.seek({ token: 1, seq: 90, k: 1 })),
    valueOf(await replay.step({ token: 2, direction: 1, by: 'event' })),
  ]
  valueOf(await replay.seek({ token: 3, seq: 90, k: 1 }))
  await endThread()
  expect(valueOf(await replay.step({ token: 2, direction: 1, by: 'event' }))).toEqual(next)
  expect(threads).toHaveLength(2)
  // Again, and nothing was asked since: the place is still known.
  valueOf(await replay.seek({ token: 1, seq: 90, k: 1 }))
  await endThread()
  const page = valueOf(await replay.state({ token: 4, path: '', from: 0, count: 100 }))
  expect(page.nodes.map(({ path }) => path)).toContain('agents')
  expect(valueOf(await replay.seek({ token: 1, seq: 90, k: 1 }))).toEqual(before)
  expect(threads).toHaveLength(3)
})

test('questions that were away when the thread ended are answered by the next one', async () => {
  const { replay } = await openRecording()
  deadly = { question: 'directory', threads: 1 }
  const [view, step, tile, directory] = await Promise.all([
    replay.seek({ token: 1, seq: 50 }),
    replay.stepView(60),
    replay.timeline({ token: 1, first: 0, last: 100, columns: 10 }),
    replay.directory(),
  ])
  expect(threads).toHaveLength(2)
  expect(valueOf(view).seq).toBe(50)
  expect(valueOf(step).seq).toBe(60)
  expect(tile.columns).toBe(10)
  expect(directory.agents.length).toBeGreaterThan(0)
})

test('long work that its thread ended over is a fault, and what ends every thread is given up', async () => {
  const { replay } = await openRecording()
  deadly = { question: 'verify', threads: 1 }
  expect(await replay.verify({})).toMatchObject({ ok: false, fault: { reason: 'worker_ended' } })
  expect(threads.length).toBe(1)
  deadly = { question: 'seek', threads: 3 }
  expect(await replay.seek({ token: 1, seq: 5 })).toMatchObject({
    ok: false,
    fault: { kind: 'action.refused' },
  })
  expect(threads.length).toBe(4)
  expect(valueOf(await replay.seek({ token: 1, seq: 7 })).seq).toBe(7)
})
