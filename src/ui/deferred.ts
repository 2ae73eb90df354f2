export interface Deferred<Value> {
  readonly promise: Promise<Value>
  readonly resolve: (value: Value) => void
}

/** A promise and the function that keeps it; `Promise.withResolvers` for engines that lack it. */
export function createDeferred<Value>(): Deferred<Value> {
  let keep: ((value: Value) => void) | undefined
  const promise = new Promise<Value>((resolve) => {
    keep = resolve
  })
  return { promise, resolve: (value) => keep?.(value) }
}
