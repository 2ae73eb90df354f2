/**
 * Keeps the answer to the latest question. At most one question is with the worker; while it is away only the newest
 * further question is kept. A value once shown stays until a newer one arrives, so nothing flickers to blank.
 */
export interface Latest<Value> {
  /** Asks now, or as soon as the question that is away has come back. */
  request(ask: () => Promise<Value>): void
  subscribe(onChange: () => void): () => void
  read(): LatestAnswer<Value>
  /** Forgets everything asked before, for when the subject itself changes (another world). */
  reset(): void
}

export interface LatestAnswer<Value> {
  readonly value: Value | undefined
  /** True while a newer answer is on its way. */
  readonly isPending: boolean
}

export function createLatest<Value>(): Latest<Value> {
  const listeners = new Set<() => void>()
  let answer: LatestAnswer<Value> = { value: undefined, isPending: false }
  let waiting: (() => Promise<Value>) | undefined
  let isAway = false
  let era = 0

  const publish = (next: LatestAnswer<Value>): void => {
    answer = next
    for (const listener of listeners) listener()
  }

  const send = async (ask: () => Promise<Value>): Promise<void> => {
    const askedIn = era
    isAway = true
    try {
      const value = await ask()
      if (askedIn === era) publish({ value, isPending: waiting !== undefined })
    } finally {
      isAway = false
      const next = waiting
      waiting = undefined
      if (next !== undefined) void send(next)
      else if (answer.isPending) publish({ value: answer.value, isPending: false })
    }
  }

  return {
    request(ask) {
      if (!answer.isPending) publish({ value: answer.value, isPending: true })
      if (isAway) waiting = ask
      else void send(ask)
    },
    subscribe(onChange) {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
    read: () => answer,
    reset() {
      era += 1
      waiting = undefined
      publish({ value: undefined, isPending: false })
    },
  }
}
