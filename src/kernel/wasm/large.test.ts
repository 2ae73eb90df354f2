import { expect, test } from 'vitest'
import { largeModule, LARGE_MODULE_BLOCKS } from './testing/large-module.ts'
import { metered, MeteredInstance } from './testing/metered.ts'
import { validateWithWabt } from './testing/wat.ts'

test('a module of 660 KB answers as it does by itself', () => {
  const bytes = Uint8Array.from(largeModule())
  expect(bytes.length).toBeGreaterThan(640_000)
  expect(LARGE_MODULE_BLOCKS).toBeGreaterThan(40_000)
  const instrumented = metered(bytes, { memoryPagesMax: 64 })
  expect(() => validateWithWabt(instrumented)).not.toThrow()
  const plain = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports['run']
  const own = new MeteredInstance(instrumented)
  if (typeof plain !== 'function') throw new TypeError('no function')
  for (let x = 0; x < 50; x += 1) {
    const outcome = own.call('run', [x * 977], 1_000_000n)
    expect(outcome).toMatchObject({ ending: 'returned', results: String(plain(x * 977)) })
  }
})
