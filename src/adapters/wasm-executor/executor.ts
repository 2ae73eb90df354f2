import type { Fault } from '../../kernel/base/fault.ts'
import { ok, type Result } from '../../kernel/base/result.ts'
import type { ModuleAudit } from '../../kernel/wasm/audit.ts'
import type { GasSchedule } from '../../kernel/wasm/schedule.ts'
import { callEntry, type EntryName, findEntry, type ModuleEntry } from '../wasm-1/call-entry.ts'
import type { CallErrorCode, CallFault } from '../wasm-1/call-fault.ts'
import { CompiledModules } from './compiled-modules.ts'
import { MeteredInstance, type Trap } from './metered-instance.ts'

/** A module as a world names it. */
export interface ModuleCode {
  /** Hex SHA-256 of `bytes`, which the caller has checked. */
  readonly hash: string
  readonly bytes: Uint8Array
  /** Bytes its memory may take; whole pages of it are baked into the code. */
  readonly memoryBytesMax: number
}

export interface CallRequest {
  readonly entry: EntryName
  readonly input: Uint8Array
  /** Gas of the whole call, its asking for memory included. */
  readonly gas: number
  /** Bytes of an answer, state included. */
  readonly answerBytesMax: number
}

/** Why a call has no answer. Codes and details are of our own: nothing that an engine says may enter a journal. */
export interface CallFailure extends Omit<CallFault, 'code' | 'detail'> {
  readonly code: CallErrorCode | Trap
  readonly detail?: CallFault['detail']
}

/** What a call did: an answer's bytes or a failure, and what it cost either way. The same on every machine. */
export interface CallOutcome {
  readonly answer: Result<Uint8Array, CallFailure>
  readonly gas: number
  /** Bytes of memory after the call. */
  readonly memoryBytes: number
}

const PAGE_BYTES = 65_536

/**
 * Runs modules: synchronous, metered, each call in an instance of its own, so that no call can leave anything for the next one.
 * Throws `HostFault` for what is the machine's doing.
 */
export class ModuleExecutor {
  readonly #schedule: GasSchedule
  readonly #compiled: CompiledModules

  constructor(schedule: GasSchedule, compiled: CompiledModules = new CompiledModules()) {
    this.#schedule = schedule
    this.#compiled = compiled
  }

  /** Makes a module ready ahead of its first call. Fault: `module.refused`. */
  prepare(code: ModuleCode): Result<ModuleAudit, Fault> {
    const compiled = this.#compile(code)
    return compiled.ok ? ok(compiled.value.audit) : compiled
  }

  /** Makes one call. Fault: `module.refused`, for a module that no world should have taken. */
  call(code: ModuleCode, request: CallRequest): Result<CallOutcome, Fault> {
    const compiled = this.#compile(code)
    if (!compiled.ok) return compiled
    const instance = new MeteredInstance(compiled.value.module)
    const entry = findEntry(instance.exports, request.entry)
    if (!entry.ok) return ok({ answer: entry, gas: 0, memoryBytes: 0 })
    const { memory } = entry.value
    const maxMemoryBytes = memoryBytesMaxOf(code, compiled.value.audit)
    const answer = answerOf(instance, entry.value, { ...request, maxMemoryBytes })
    return ok({ answer, gas: instance.gasUsed, memoryBytes: memory.buffer.byteLength })
  }

  #compile({ hash, bytes, memoryBytesMax }: ModuleCode) {
    const memoryPagesMax = Math.floor(memoryBytesMax / PAGE_BYTES)
    return this.#compiled.get(hash, bytes, { schedule: this.#schedule, memoryPagesMax, imports: [] })
  }
}

/** What a module's memory may grow to: by its own word, and by the world's. */
function memoryBytesMaxOf({ memoryBytesMax }: ModuleCode, { memory }: ModuleAudit): number {
  const pages = Math.floor(memoryBytesMax / PAGE_BYTES)
  return Math.min(memory?.max ?? pages, pages) * PAGE_BYTES
}

function answerOf(
  instance: MeteredInstance,
  entry: ModuleEntry,
  {
    input,
    gas,
    answerBytesMax: maxAnswerBytes,
    maxMemoryBytes,
  }: CallRequest & { readonly maxMemoryBytes: number },
): Result<Uint8Array, CallFailure> {
  const ended = instance.run(BigInt(gas), () => callEntry(entry, input, { maxMemoryBytes, maxAnswerBytes }))
  return typeof ended === 'string' ? { ok: false, fault: { code: ended } } : ended.value
}
