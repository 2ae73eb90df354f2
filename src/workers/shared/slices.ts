/** Long work in short pieces, so that a message is never kept waiting. */

/** What a piece of work may take before messages get their turn. */
const SLICE_MS = 8

/** Resolves after the messages that wait now were handled. */
export async function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve)
    turns.port2.postMessage(undefined)
  })
}

const waiting: (() => void)[] = []
const turns = new MessageChannel()
turns.port1.onmessage = () => waiting.shift()?.()

export async function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
}

/** Counts the time of one piece of work. */
export class Slice {
  readonly #milliseconds: number
  #end: number

  constructor(milliseconds = SLICE_MS) {
    this.#milliseconds = milliseconds
    this.#end = performance.now() + milliseconds
  }

  get isOver(): boolean {
    return performance.now() >= this.#end
  }

  /** Lets messages have their turn when this piece is over, and begins the next one. */
  async pause(): Promise<void> {
    if (!this.isOver) return
    await nextTurn()
    this.#end = performance.now() + this.#milliseconds
  }
}
