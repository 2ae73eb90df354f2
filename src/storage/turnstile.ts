/** Lets bodies through one at a time, in the order in which they came. */
export class Turnstile {
  #last: Promise<unknown> = Promise.resolve()

  async pass<T>(body: () => Promise<T>): Promise<T> {
    const before = this.#last
    let leave = (): void => undefined
    this.#last = new Promise<void>((resolve) => (leave = resolve))
    await before
    try {
      return await body()
    } finally {
      leave()
    }
  }
}
