import type { Fault } from '../../kernel/base/fault.ts'
import { ok, type Result } from '../../kernel/base/result.ts'
import type { ModuleAudit } from '../../kernel/wasm/audit.ts'
import { instrument, type InstrumentOptions } from '../../kernel/wasm/instrument.ts'
import { HostFault } from './host-fault.ts'

/** Compiled modules that are kept. A world runs a dozen; a compiled one takes about ten times its bytes. */
const KEPT_MODULES = 32

/** A module made safe and compiled. */
export interface CompiledModule {
  readonly module: WebAssembly.Module
  readonly audit: ModuleAudit
}

/** The modules used last, by hash, gas schedule and memory: each is instrumented and compiled once. */
export class CompiledModules {
  readonly #kept = new Map<string, CompiledModule>()
  readonly #max: number

  constructor(max: number = KEPT_MODULES) {
    this.#max = max
  }

  get size(): number {
    return this.#kept.size
  }

  /** `hash` is the SHA-256 of `bytes`, which the caller has checked. Fault: `module.refused`, as of `instrument`. */
  get(hash: string, bytes: Uint8Array, options: InstrumentOptions): Result<CompiledModule, Fault> {
    const key = `${hash} ${options.schedule.version} ${options.memoryPagesMax}`
    const known = this.#kept.get(key)
    if (known !== undefined) {
      this.#kept.delete(key)
      this.#kept.set(key, known)
      return ok(known)
    }
    const safe = instrument(bytes, options)
    if (!safe.ok) return safe
    const compiled = { module: compile(safe.value.bytes), audit: safe.value.audit }
    this.#kept.set(key, compiled)
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#max) break
      this.#kept.delete(oldest)
    }
    return ok(compiled)
  }
}

/** What the instrumenter passes is valid, so an engine that does not compile it lacks something. */
function compile(bytes: Uint8Array): WebAssembly.Module {
  try {
    return new WebAssembly.Module(Uint8Array.from(bytes))
  } catch (error) {
    throw new HostFault('compile', error)
  }
}
