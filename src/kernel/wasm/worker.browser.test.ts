import { expect, test } from 'vitest'

test('in a worker the count ends a recursion as well, never the engine', async () => {
  const worker = new Worker(new URL('./testing/gas-worker.ts', import.meta.url), { type: 'module' })
  const { data } = await new Promise<MessageEvent<{ checked: number; misses: string[] }>>(
    (resolve, reject) => {
      worker.onmessage = resolve
      worker.onerror = (event) => reject(new Error(event.message))
    },
  )
  worker.terminate()
  expect(data.misses).toEqual([])
  expect(data.checked).toBeGreaterThan(20)
})
