import { Worker } from 'node:worker_threads'
import { STACK_SLOTS_MAX } from '../limits.ts'
import { METER_EXPORTS } from '../rewrite.ts'

/** How the calls of many modules ended. */
export interface BoundedRun {
  readonly returned: number
  readonly trapped: number
  /** What is no outcome of a module: the engine's own stack or memory came to its end, or something did not compile. */
  readonly escaped: readonly string[]
}

/** Runs in the worker, which can be ended from outside when a module cannot. */
const WORKER = `
const { parentPort, workerData } = require('node:worker_threads')
const { modules, gas, slots, names } = workerData
const run = { returned: 0, trapped: 0, escaped: [] }
for (const [index, bytes] of modules.entries()) {
  let exports
  try {
    exports = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports
  } catch (error) {
    run.escaped.push(index + ' does not start: ' + error)
    continue
  }
  for (const [name, found] of Object.entries(exports)) {
    if (typeof found !== 'function') continue
    exports[names.gas].value = gas
    exports[names.stack].value = slots
    parentPort.postMessage(index + ' ' + name)
    try {
      found(...Array(found.length).fill(3))
      run.returned += 1
    } catch (error) {
      run.trapped += 1
      // A number where an i64 is due is the caller's mistake.
      const isOurs = error instanceof WebAssembly.RuntimeError || error instanceof TypeError
      if (!isOurs) run.escaped.push(index + ' ' + name + ': ' + error)
    }
  }
}
parentPort.postMessage(run)
`

/** Calls every exported function of rewritten modules with little gas, and ends them when they do not end. */
export async function runBounded(
  modules: readonly Uint8Array[],
  { gas, waitMs }: { readonly gas: bigint; readonly waitMs: number },
): Promise<BoundedRun> {
  const workerData = { modules, gas, slots: STACK_SLOTS_MAX, names: METER_EXPORTS }
  const worker = new Worker(WORKER, { eval: true, workerData })
  let last = 'nothing'
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      void worker.terminate()
      reject(new Error(`a module did not end: ${last}`))
    }, waitMs)
    const finish = (done: () => void): void => {
      clearTimeout(timer)
      void worker.terminate()
      done()
    }
    worker.on('message', (message: string | BoundedRun) => {
      if (typeof message === 'string') last = message
      else finish(() => resolve(message))
    })
    worker.on('error', (error) => finish(() => reject(error)))
  })
}
