import { instrument, type InstrumentOptions } from '../instrument.ts'
import { STACK_SLOTS_MAX } from '../limits.ts'
import { METER_EXPORTS } from '../rewrite.ts'
import { GAS_SCHEDULE_1 } from '../schedule.ts'

export const TEST_OPTIONS: InstrumentOptions = { schedule: GAS_SCHEDULE_1, memoryPagesMax: 16, imports: [] }

/** Why a call ended, as a host tells it from the exported globals. */
export type Ending = 'returned' | 'gas' | 'stack' | 'host' | 'trap'

export interface CallOutcome {
  readonly ending: Ending
  /** Bits of the results, as text. */
  readonly results: string
  readonly gasUsed: bigint
}

/** The instrumented bytes; throws with the fault when the module is refused. */
export function metered(
  bytes: Uint8Array,
  options: Partial<InstrumentOptions> = {},
): Uint8Array<ArrayBuffer> {
  const done = instrument(bytes, { ...TEST_OPTIONS, ...options })
  if (!done.ok) throw new Error(JSON.stringify(done.fault))
  return Uint8Array.from(done.value.bytes)
}

/** An instance of an instrumented module, called as a host would. */
export class MeteredInstance {
  readonly exports: WebAssembly.Exports
  readonly #gas: WebAssembly.Global
  readonly #stack: WebAssembly.Global
  readonly #hostFault: WebAssembly.Global

  constructor(instrumented: Uint8Array<ArrayBuffer>, imports: WebAssembly.Imports = {}) {
    this.exports = new WebAssembly.Instance(new WebAssembly.Module(instrumented), imports).exports
    this.#gas = this.#global(METER_EXPORTS.gas)
    this.#stack = this.#global(METER_EXPORTS.stack)
    this.#hostFault = this.#global(METER_EXPORTS.hostFault)
  }

  #global(name: string): WebAssembly.Global {
    const found = this.exports[name]
    if (!(found instanceof WebAssembly.Global)) throw new TypeError(`${name} is no global`)
    return found
  }

  get memory(): WebAssembly.Memory {
    const found = this.exports['memory']
    if (!(found instanceof WebAssembly.Memory)) throw new TypeError('no memory is exported')
    return found
  }

  call(name: string, args: readonly (number | bigint)[] = [], gas = 1_000_000n): CallOutcome {
    this.#gas.value = gas
    this.#stack.value = STACK_SLOTS_MAX
    const found = this.exports[name]
    if (typeof found !== 'function') throw new TypeError(`${name} is no function`)
    let results = ''
    let isTrap = false
    try {
      results = bitsOf(found(...args))
    } catch (thrown) {
      if (!(thrown instanceof WebAssembly.RuntimeError)) throw thrown
      isTrap = true
    }
    const ending = this.#ending(isTrap)
    return { ending, results, gasUsed: ending === 'gas' ? gas : gas - BigInt(this.#gas.value) }
  }

  #ending(isTrap: boolean): Ending {
    if (!isTrap) return 'returned'
    if (BigInt(this.#gas.value) < 0n) return 'gas'
    if (Number(this.#stack.value) < 0) return 'stack'
    return Number(this.#hostFault.value) === 0 ? 'trap' : 'host'
  }
}

/** Results as text that tells −0 from 0. */
export function bitsOf(result: unknown): string {
  const list: readonly unknown[] = Array.isArray(result) ? result : [result]
  return list.map((one) => (Object.is(one, -0) ? '-0' : String(one))).join()
}
