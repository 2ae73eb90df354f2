import { STACK_SLOTS_MAX } from '../../kernel/wasm/limits.ts'
import { METER_EXPORTS } from '../../kernel/wasm/rewrite.ts'
import { HostFault } from './host-fault.ts'

/** How a run ended that did not return: by a counted limit, or by an instruction of the module's own. */
export type Trap = 'out_of_gas' | 'stack_weight' | 'trap'

/** One instance of an instrumented module, with its meter. */
export class MeteredInstance {
  readonly exports: WebAssembly.Exports
  readonly #gas: WebAssembly.Global
  readonly #stack: WebAssembly.Global
  readonly #hostFault: WebAssembly.Global
  #gasLimit = 0n

  constructor(module: WebAssembly.Module) {
    this.exports = instantiate(module)
    this.#gas = globalOf(this.exports, METER_EXPORTS.gas)
    this.#stack = globalOf(this.exports, METER_EXPORTS.stack)
    this.#hostFault = globalOf(this.exports, METER_EXPORTS.hostFault)
  }

  /** Gas used since {@link run} began; all of it once it is used up. */
  get gasUsed(): number {
    const left = BigInt(this.#gas.value)
    return Number(left < 0n ? this.#gasLimit : this.#gasLimit - left)
  }

  /** Runs calls of this instance under one limit of gas. What is no doing of the module is thrown as a {@link HostFault}. */
  run<T>(gas: bigint, calls: (exports: WebAssembly.Exports) => T): { readonly value: T } | Trap {
    this.#gasLimit = gas
    this.#gas.value = gas
    this.#stack.value = STACK_SLOTS_MAX
    try {
      const start = this.exports[METER_EXPORTS.start]
      if (typeof start === 'function') start()
      return { value: calls(this.exports) }
    } catch (error) {
      return this.#trapOf(error)
    }
  }

  /** Counted limits come first: an engine may say anything about the instruction that ends a call for them. */
  #trapOf(error: unknown): Trap {
    if (error instanceof HostFault) throw error
    if (BigInt(this.#gas.value) < 0n) return 'out_of_gas'
    if (Number(this.#stack.value) < 0) return 'stack_weight'
    if (Number(this.#hostFault.value) !== 0) throw new HostFault('memory', error)
    if (error instanceof WebAssembly.RuntimeError) return 'trap'
    // So engines say that their own stack is full (V8 and SpiderMonkey), or that there is no memory.
    throw error instanceof RangeError || (error instanceof Error && error.name === 'InternalError')
      ? new HostFault('engine', error)
      : error
  }
}

/** Instantiating runs no code of the module's, so that it fails is the machine's doing. */
function instantiate(module: WebAssembly.Module): WebAssembly.Exports {
  try {
    return new WebAssembly.Instance(module, {}).exports
  } catch (error) {
    throw new HostFault('instantiate', error)
  }
}

function globalOf(exports: WebAssembly.Exports, name: string): WebAssembly.Global {
  const found = exports[name]
  if (!(found instanceof WebAssembly.Global)) throw new HostFault('engine', name)
  return found
}
