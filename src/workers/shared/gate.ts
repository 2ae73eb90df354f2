/** A promise that is settled from outside. Like `Promise.withResolvers`, which Node 20 does not have. */
export interface Gate<T> {
  readonly promise: Promise<T>
  readonly resolve: (value: T) => void
  readonly reject: (error: unknown) => void
}

export function createGate<T = void>(): Gate<T> {
  let settle: Pick<Gate<T>, 'resolve' | 'reject'> | undefined
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject }
  })
  return {
    promise,
    resolve: (value) => settle?.resolve(value),
    reject: (error) => settle?.reject(error),
  }
}
