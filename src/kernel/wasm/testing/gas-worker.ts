/** Runs the gas vectors in a worker, whose stack is smaller than the page's, and answers with what differs. */
import { checkGas } from './gas-vectors.ts'

const misses: string[] = []
let checked = 0
checkGas((name, actual, expected) => {
  checked += 1
  if (actual !== expected) misses.push(`${name}: ${String(actual)} instead of ${String(expected)}`)
})
self.postMessage({ checked, misses })
