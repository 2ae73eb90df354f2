import { createSHA256 } from 'hash-wasm'
import { expect, test } from 'vitest'
import { checkVectors } from './vectors.ts'

test('the kernel meets the committed vectors in a browser', async () => {
  const hasher = await createSHA256()
  const digest = (bytes: Uint8Array): Uint8Array => hasher.init().update(bytes).digest('binary')
  const { checked, misses } = checkVectors({ digest, digestAll: (blocks) => blocks.map(digest) })
  expect(misses).toEqual([])
  expect(checked).toBeGreaterThan(150)
})
