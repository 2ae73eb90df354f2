import { createSHA256 } from 'hash-wasm'
import { deleteDB, openDB } from 'idb'
import { expect, test } from 'vitest'

// What the studio takes for granted in a browser. If one of these fails, look here before looking at Orrery.

test('IndexedDB keeps bytes', async () => {
  const name = `platform-${crypto.randomUUID()}`
  const database = await openDB(name, 1, { upgrade: (db) => void db.createObjectStore('bytes') })
  await database.put('bytes', new Uint8Array([1, 2, 3]), 'key')
  expect(await database.get('bytes', 'key')).toEqual(new Uint8Array([1, 2, 3]))
  database.close()
  await deleteDB(name)
})

test('the wasm SHA-256 and the browser agree', async () => {
  const bytes = new TextEncoder().encode('orrery')
  const hasher = await createSHA256()
  const ours = hasher.init().update(bytes).digest('binary')
  const theirs = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  expect(ours).toEqual(theirs)
})

test('Web Locks let one holder in at a time', async () => {
  const order: string[] = []
  const first = navigator.locks.request('platform', async () => {
    await Promise.resolve()
    order.push('first')
  })
  const second = navigator.locks.request('platform', () => void order.push('second'))
  await Promise.all([first, second])
  expect(order).toEqual(['first', 'second'])
})

test('gzip streams round-trip', async () => {
  const bytes = new Uint8Array(10_000).fill(7)
  const packed = await new Response(
    new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip')),
  ).arrayBuffer()
  expect(packed.byteLength).toBeLessThan(200)
  const back = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))
  expect(new Uint8Array(await new Response(back).arrayBuffer())).toEqual(bytes)
})
