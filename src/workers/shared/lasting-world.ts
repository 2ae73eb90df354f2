/**
 * The world worker as the page knows it: one host, however often the thread behind it ends. A thread that ended is
 * followed by a new one, which opens the same world from the journal and goes on.
 */
import { releaseProxy, wrap } from 'comlink'
import { fault } from '../../kernel/base/fault.ts'
import { fail } from '../../kernel/base/result.ts'
import type { OpenedWorld, WorldHost, WorldNotice } from '../protocol.ts'
import { createGate } from './gate.ts'
import type { Mortal } from './life.ts'
import type { Configurable, WorkerSettings } from './settings.ts'

type Thread = WorldHost & Configurable & Mortal

interface Life {
  /** Ends the thread from outside. */
  readonly terminate: () => void
  readonly thread: Thread
  /** Resolves when the thread is gone. */
  readonly ended: Promise<undefined>
  /** Resolves when the thread has everything the one before it had. */
  readonly restored: Promise<void>
}

export interface LastingWorld {
  readonly host: WorldHost
  terminate(): void
}

/** A thread that ends sooner than this is not followed at once. */
const SHORT_LIFE_MS = 1000

export function createLastingWorld(begin: () => Worker, settings: WorkerSettings | undefined): LastingWorld {
  let isTerminated = false
  let listener: ((notice: WorldNotice) => void) | undefined
  let opened: OpenedWorld | undefined
  let isRunning = false
  let ticksPerSecond: number | undefined

  const hear = (notice: WorldNotice): void => {
    if (notice.kind === 'running' && notice.worldKey === opened?.world.worldKey) isRunning = notice.isRunning
    listener?.(notice)
  }

  const restore = async (thread: Thread): Promise<void> => {
    if (listener !== undefined) await thread.listen(hear)
    if (opened === undefined) return
    const { worldKey } = opened.world
    const goesOn = isRunning
    const answer = await thread.open({ kind: 'stored', worldKey })
    if (!answer.ok) {
      hear({ kind: 'halted', worldKey, fault: answer.fault })
      return
    }
    opened = answer.value
    hear({ kind: 'mode', worldKey, mode: opened.mode })
    hear({ kind: 'durable', worldKey, head: opened.durable })
    if (goesOn && opened.mode === 'leader')
      await thread.setRunning(true, ticksPerSecond === undefined ? {} : { ticksPerSecond })
    else hear({ kind: 'running', worldKey, isRunning: opened.isRunning })
  }

  const live = (isFirst: boolean): Life => {
    const bornMs = performance.now()
    const worker = begin()
    const remote = wrap<Thread>(worker)
    const thread: Thread = remote
    const terminate = (): void => {
      remote[releaseProxy]()
      worker.terminate()
    }
    // Messages arrive in the order they were sent, so this one is first.
    if (settings !== undefined) thread.configure(settings)
    const lock = `orrery-life-${crypto.randomUUID()}`
    const end = createGate<undefined>()
    void thread.holdLife(lock).then(() => navigator.locks.request(lock, () => end.resolve(undefined)))
    void end.promise.then(() => {
      if (isTerminated) return
      const restMs = performance.now() - bornMs < SHORT_LIFE_MS ? SHORT_LIFE_MS : 0
      life = new Promise((resolve) => setTimeout(() => resolve(live(false)), restMs))
    })
    const restored = isFirst ? Promise.resolve() : Promise.race([restore(thread), end.promise])
    return { terminate, thread, ended: end.promise, restored }
  }
  let life: Promise<Life> = Promise.resolve(live(true))

  /** Asks the thread, and the next one when it ended before it answered; `lost` answers what must not be asked twice. */
  const ask = async <T>(send: (thread: Thread) => Promise<T>, lost?: () => T): Promise<T> => {
    const { thread, ended, restored } = await life
    await restored
    const answer = await Promise.race([send(thread).then((value) => ({ value })), ended])
    if (answer !== undefined) return answer.value
    return lost === undefined ? ask(send) : lost()
  }

  const keepOpened = <Answer extends Awaited<ReturnType<WorldHost['open' | 'importFile']>>>(
    answer: Answer,
  ): Answer => {
    if (!answer.ok) return answer
    opened = answer.value
    isRunning = opened.isRunning
    return answer
  }
  const lost = () => fail(fault('action.refused', { reason: 'worker_ended' }))

  const host: WorldHost = {
    listen(onNotice) {
      listener = onNotice
      return ask((thread) => thread.listen(hear))
    },
    scenarios: () => ask((thread) => thread.scenarios()),
    worlds: () => ask((thread) => thread.worlds()),
    open: async (source) => keepOpened(await ask((thread) => thread.open(source))),
    setRunning(next, options) {
      if (next) ticksPerSecond = options?.ticksPerSecond
      return ask((thread) => thread.setRunning(next, options))
    },
    submit: (action) => ask((thread) => thread.submit(action), lost),
    runTicks: (ticks, onProgress) => ask((thread) => thread.runTicks(ticks, onProgress), lost),
    exportFile: (onProgress) => ask((thread) => thread.exportFile(onProgress)),
    importFile: async (file, options, onProgress) =>
      keepOpened(await ask((thread) => thread.importFile(file, options, onProgress))),
    deleteWorld: (worldKey) => ask((thread) => thread.deleteWorld(worldKey)),
    noteSeals: (worldKey, branch, report) => ask((thread) => thread.noteSeals(worldKey, branch, report)),
  }

  return {
    host,
    terminate() {
      if (isTerminated) return
      isTerminated = true
      void life.then(({ terminate }) => terminate())
    },
  }
}
