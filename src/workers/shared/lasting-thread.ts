/**
 * A worker as the page knows it: one door, however often the thread behind it ends. A thread that ended, by whatever cause,
 * is followed by a new one, which is given what the one before it had.
 */
import { createGate } from './gate.ts'
import type { Mortal } from './life.ts'
import type { Configurable, WorkerSettings } from './settings.ts'

/** A thread that was just started, and how to let go of it. */
export interface Connection<Thread> {
  readonly thread: Thread & Configurable & Mortal
  /** Ends the thread from outside. */
  readonly terminate: () => void
}

export interface LastingThreadOptions<Thread> {
  readonly connect: () => Connection<Thread>
  readonly settings: WorkerSettings | undefined
  /** Gives a new thread what the one before it had. Questions wait until it has. */
  readonly restore: (thread: Thread) => Promise<void>
}

export interface LastingThread<Thread> {
  /**
   * Asks the thread, and the next one when it ended before it answered. `lost` answers when that happened too often: the
   * question itself may be what ends them.
   */
  ask<T>(send: (thread: Thread) => Promise<T>, lost: () => T): Promise<T>
  /** The same for what must not be asked twice. */
  askOnce<T>(send: (thread: Thread) => Promise<T>, lost: () => T): Promise<T>
  terminate(): void
}

interface Life<Thread> extends Connection<Thread> {
  /** Resolves when the thread is gone. */
  readonly ended: Promise<undefined>
  /** Resolves when the thread has everything the one before it had, or is gone. */
  readonly restored: Promise<void>
}

/** Start of the name of the lock that a living thread holds. */
export const LIFE_LOCK = 'orrery-life-'

/** One that has not come to life by then never will: nothing tells of a thread that ended before it held its lock. */
const BIRTH_MS_MAX = 30_000

/** A thread that ends sooner than this is not followed at once. */
const SHORT_LIFE_MS = 1000

/** Whoever ended the last thread waits for nothing any more. */
const NEVER = new Promise<never>(() => undefined)

/** Threads that may end over one question. */
const TRIES_MAX = 3

export function createLastingThread<Thread>(options: LastingThreadOptions<Thread>): LastingThread<Thread> {
  const { connect, settings, restore } = options
  let isTerminated = false

  const follow = (bornMs: number): void => {
    if (isTerminated) return
    const restMs = performance.now() - bornMs < SHORT_LIFE_MS ? SHORT_LIFE_MS : 0
    life = new Promise((resolve) => setTimeout(() => resolve(live(false)), restMs))
  }

  const live = (isFirst: boolean): Life<Thread> => {
    const bornMs = performance.now()
    const connection = connect()
    const { thread } = connection
    // Messages arrive in the order they were sent, so this one is first.
    if (settings !== undefined) thread.configure(settings)
    const ended = endOf(connection)
    void ended.then(() => follow(bornMs))
    // A thread that could not be given everything answers what it can.
    const restoring = isFirst ? undefined : restore(thread).catch(reportError)
    return { ...connection, ended, restored: Promise.race([restoring, ended]) }
  }
  let life: Promise<Life<Thread>> = Promise.resolve(live(true))

  const askUpTo = async <T>(
    tries: number,
    send: (thread: Thread) => Promise<T>,
    lost: () => T,
  ): Promise<T> => {
    const { thread, ended, restored } = await life
    await restored
    const answer = await Promise.race([send(thread).then((value) => ({ value })), ended])
    if (answer !== undefined) return answer.value
    if (isTerminated) return NEVER
    return tries > 1 ? askUpTo(tries - 1, send, lost) : lost()
  }

  return {
    ask: (send, lost) => askUpTo(TRIES_MAX, send, lost),
    askOnce: (send, lost) => askUpTo(1, send, lost),
    terminate() {
      if (isTerminated) return
      isTerminated = true
      void life.then(({ terminate }) => terminate())
    },
  }
}

/** Resolves when a thread is gone: the lock that it holds as long as it lives is free then. */
function endOf<Thread>({ thread, terminate }: Connection<Thread>): Promise<undefined> {
  const end = createGate<undefined>()
  const lock = `${LIFE_LOCK}${crypto.randomUUID()}`
  const giveUpBirth = setTimeout(() => {
    terminate()
    end.resolve(undefined)
  }, BIRTH_MS_MAX)
  void thread.holdLife(lock).then(async () => {
    clearTimeout(giveUpBirth)
    await navigator.locks.request(lock, () => end.resolve(undefined))
  })
  return end.promise
}

/** Answers a question that has no fault among its answers: it is given up. */
export function giveUp(): never {
  throw new Error('The worker ended each time this was asked.')
}
