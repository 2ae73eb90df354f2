import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesToHex } from '../kernel/base/order.ts'
import { createHashWasmSha256, createSha256 } from './sha256.ts'
import { createSimdSha256 } from './sha256-simd.ts'

const nodeHex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const pattern = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (index * 31 + length) & 255)

test('this engine has the four-lane hash, so the tests below are about it', async () => {
  expect(await createSimdSha256()).toBeDefined()
})

test.each([
  ['own', createSha256],
  ['hash-wasm', createHashWasmSha256],
])(
  '%s agrees with node:crypto at every length around a block and on large messages',
  async (_name, create) => {
    const sha256 = await create()
    for (const length of [...Array.from({ length: 300 }, (_, index) => index), 65_535, 65_536, 300_000]) {
      expect(bytesToHex(sha256.digest(pattern(length)))).toBe(nodeHex(pattern(length)))
    }
  },
)

test('batches of any mix of lengths give each message its own digest', async () => {
  const sha256 = await createSha256()
  const messages = fc.array(fc.uint8Array({ maxLength: 700 }), { maxLength: 40 })
  fc.assert(
    fc.property(messages, (batch) => {
      expect(sha256.digestAll(batch).map(bytesToHex)).toEqual(batch.map(nodeHex))
    }),
  )
})
