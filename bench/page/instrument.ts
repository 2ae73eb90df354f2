import { instrument } from '../../src/kernel/wasm/instrument.ts'
import { STACK_SLOTS_MAX } from '../../src/kernel/wasm/limits.ts'
import { METER_EXPORTS } from '../../src/kernel/wasm/rewrite.ts'
import { GAS_SCHEDULE_1 } from '../../src/kernel/wasm/schedule.ts'
import { largeModule } from '../../src/kernel/wasm/testing/large-module.ts'
import type { JobOptions, Measured } from '../bars.ts'
import { median } from '../report.ts'

const ROUNDS = 9

const OPTIONS = { schedule: GAS_SCHEDULE_1, memoryPagesMax: 256, imports: [] } as const

/** What code of each kind is asked to do: tens of milliseconds without metering. */
const WORK = {
  agentTicks: 100,
  crc: 1_000_000,
  fib: 30,
  nbody: 5000,
  sieve: 60,
  xorshift: 10_000_000,
} as const
type Kernel = keyof typeof WORK
const WORST: readonly Kernel[] = ['crc', 'fib', 'nbody', 'sieve', 'xorshift']

function instrumented(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const done = instrument(bytes, OPTIONS)
  if (!done.ok) throw new Error(JSON.stringify(done.fault))
  return Uint8Array.from(done.value.bytes)
}

function timed(work: () => unknown): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

type Run = (kernel: Kernel) => unknown

function runner(bytes: Uint8Array<ArrayBuffer>): Run {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes))
  const { [METER_EXPORTS.gas]: gas, [METER_EXPORTS.stack]: stack } = exports
  const call = (name: string, ...args: readonly number[]): unknown => {
    if (gas instanceof WebAssembly.Global) gas.value = 2n ** 60n
    if (stack instanceof WebAssembly.Global) stack.value = STACK_SLOTS_MAX
    const found = exports[name]
    if (typeof found !== 'function') throw new TypeError(`${name} is no function`)
    return found(...args)
  }
  if (METER_EXPORTS.start in exports) call(METER_EXPORTS.start)
  return (kernel) => call(kernel, WORK[kernel])
}

/** How much longer metered code takes; measured in turns, and equal results demanded. */
function meteringRatio(plain: Run, metered: Run, kernel: Kernel): number {
  for (let warm = 0; warm < 3; warm += 1) {
    if (plain(kernel) !== metered(kernel)) throw new Error(`${kernel} answers otherwise when metered`)
  }
  const ratios: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const first = round % 2 === 0 ? timed(() => metered(kernel)) : undefined
    const bare = timed(() => plain(kernel))
    ratios.push((first ?? timed(() => metered(kernel))) / bare)
  }
  return median(ratios)
}

/** Rewriting the largest module there is, and what metering costs the code of agents and of the smallest loops. n = rounds. */
export async function measureInstrument({ n = ROUNDS, wasm = '' }: JobOptions): Promise<readonly Measured[]> {
  const large = largeModule()
  const times: number[] = []
  let length = 0
  for (let round = 0; round < n; round += 1) {
    times.push(
      timed(() => {
        length = instrumented(large).length
      }),
    )
  }
  const kernels = Uint8Array.from(atob(wasm), (unit) => unit.charCodeAt(0))
  const plain = runner(kernels)
  const metered = runner(instrumented(kernels))
  const worst = WORST.map((kernel) => ({ kernel, ratio: meteringRatio(plain, metered, kernel) }))
  const dearest = worst.reduce((most, one) => (one.ratio > most.ratio ? one : most))
  return [
    {
      measure: 'instrumentMs',
      value: median(times),
      n: large.length,
      state: 'warm',
      note: `bytes; ${length} after, the first time ${(times[0] ?? 0).toFixed(0)} ms`,
    },
    {
      measure: 'meteringRatioAgent',
      value: meteringRatio(plain, metered, 'agentTicks'),
      n: WORK.agentTicks,
      state: 'warm',
    },
    {
      measure: 'meteringRatioWorst',
      value: dearest.ratio,
      n: WORK[dearest.kernel],
      state: 'warm',
      note: worst.map(({ kernel, ratio }) => `${kernel} ${ratio.toFixed(2)}`).join(', '),
    },
  ]
}
