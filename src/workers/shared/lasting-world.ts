/** The world worker as the page knows it: whenever its thread ended, the next one opens the same world and goes on. */
import { releaseProxy, wrap } from 'comlink'
import { fault } from '../../kernel/base/fault.ts'
import { fail } from '../../kernel/base/result.ts'
import type { OpenedWorld, WorldHost, WorldNotice } from '../protocol.ts'
import { type Connection, createLastingThread, giveUp } from './lasting-thread.ts'
import type { Mortal } from './life.ts'
import type { Configurable, WorkerSettings } from './settings.ts'

export interface LastingWorld {
  readonly host: WorldHost
  terminate(): void
}

export function createLastingWorld(begin: () => Worker, settings: WorkerSettings | undefined): LastingWorld {
  let listener: ((notice: WorldNotice) => void) | undefined
  let opened: OpenedWorld | undefined
  let isRunning = false
  let ticksPerSecond: number | undefined

  const hear = (notice: WorldNotice): void => {
    if (notice.kind === 'running' && notice.worldKey === opened?.world.worldKey) isRunning = notice.isRunning
    listener?.(notice)
  }

  const restore = async (thread: WorldHost): Promise<void> => {
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

  const connect = (): Connection<WorldHost> => {
    const worker = begin()
    const thread = wrap<WorldHost & Configurable & Mortal>(worker)
    const terminate = (): void => {
      thread[releaseProxy]()
      worker.terminate()
    }
    return { thread, terminate }
  }
  const { ask, askOnce, terminate } = createLastingThread({ connect, settings, restore })

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
      return ask((thread) => thread.listen(hear), giveUp)
    },
    scenarios: () => ask((thread) => thread.scenarios(), giveUp),
    worlds: () => ask((thread) => thread.worlds(), giveUp),
    open: async (source) => keepOpened(await ask((thread) => thread.open(source), lost)),
    setRunning(next, options) {
      if (next) ticksPerSecond = options?.ticksPerSecond
      return ask((thread) => thread.setRunning(next, options), lost)
    },
    submit: (action) => askOnce((thread) => thread.submit(action), lost),
    runTicks: (ticks, onProgress) => askOnce((thread) => thread.runTicks(ticks, onProgress), lost),
    exportFile: (onProgress) => ask((thread) => thread.exportFile(onProgress), lost),
    importFile: async (file, options, onProgress) =>
      keepOpened(await ask((thread) => thread.importFile(file, options, onProgress), lost)),
    deleteWorld: (worldKey) => ask((thread) => thread.deleteWorld(worldKey), lost),
    noteSeals: (worldKey, branch, report) =>
      ask((thread) => thread.noteSeals(worldKey, branch, report), lost),
  }

  return { host, terminate }
}
