import { sleep } from '../shared/slices.ts'

/** A pause between questions that is long enough for work nobody waits for. */
const QUIET_MS = 40

/** When somebody asked this worker for something last. Background work goes on in the pauses. */
export class Activity {
  #lastMs = 0
  #isEnded = false

  get isEnded(): boolean {
    return this.#isEnded
  }

  touch(): void {
    this.#lastMs = performance.now()
  }

  /** No background work from here on. */
  end(): void {
    this.#isEnded = true
  }

  /** Resolves in the next pause. */
  async quiet(): Promise<void> {
    for (;;) {
      const waitMs = this.#lastMs + QUIET_MS - performance.now()
      if (waitMs <= 0 || this.#isEnded) return
      await sleep(waitMs)
    }
  }
}
