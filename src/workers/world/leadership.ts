import { createGate } from '../shared/gate.ts'
/** Which tab writes a world: the one that holds its lock. The lock goes with the tab that held it, however it ends. */
export interface Leadership {
  /** True when this tab leads from the start. */
  readonly isLeader: boolean
  /** Gives the lead up, or stops waiting for it. */
  release(): void
}

export interface LockPort {
  request(
    name: string,
    options: {
      readonly mode?: 'exclusive' | 'shared'
      readonly ifAvailable?: boolean
      readonly signal?: AbortSignal
    },
    callback: (lock: unknown) => Promise<void>,
  ): Promise<void>
}

/** Takes the lead if it is free. Otherwise waits for it behind the others; `onLead` is then called at most once. */
export async function contend(locks: LockPort, name: string, onLead: () => void): Promise<Leadership> {
  const released = createGate()
  const answered = createGate<boolean>()
  locks
    .request(name, { ifAvailable: true }, async (lock) => {
      answered.resolve(lock !== null)
      if (lock !== null) await released.promise
    })
    .catch((error: unknown) => answered.reject(error))
  if (await answered.promise) return { isLeader: true, release: () => released.resolve() }

  const waiting = new AbortController()
  const wait = async (): Promise<void> => {
    try {
      await locks.request(name, { signal: waiting.signal }, async () => {
        onLead()
        await released.promise
      })
    } catch (error) {
      if (!waiting.signal.aborted) throw error
    }
  }
  void wait()
  return {
    isLeader: false,
    release() {
      waiting.abort()
      released.resolve()
    },
  }
}

/** Runs one body after the other across all tabs; shared ones run together. */
export async function withLock<T>(
  locks: LockPort,
  name: string,
  body: () => Promise<T>,
  mode: 'exclusive' | 'shared' = 'exclusive',
): Promise<T> {
  const answer: { value?: T } = {}
  let failure: { readonly error: unknown } | undefined
  await locks.request(name, { mode }, async () => {
    try {
      answer.value = await body()
    } catch (error) {
      failure = { error }
    }
  })
  if (failure !== undefined) throw failure.error
  return answer.value as T
}
