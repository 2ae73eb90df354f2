import { readFileSync } from 'node:fs'
import { root } from '../../../../scripts/files.mjs'
import { fail, type Result } from '../../../kernel/base/result.ts'
import type { ValueMap } from '../../../kernel/codec/value.ts'
import { attempt } from '../attempt.ts'
import { type CallBounds, callEntry, type EntryName, findEntry, type ModuleEntry } from '../call-entry.ts'
import type { CallFault } from '../call-fault.ts'
import { type CallContext, encodeCallInput } from '../call-input.ts'
import { type CallOutput, decodeCallOutput } from '../call-output.ts'
import { ItemReader } from '../item-reader.ts'
import { decodeDecision, RULE_DECISION, type RuleDecision } from '../decision.ts'

// The least that can call a module: no gas, no limits of time, a fresh instance for each call unless one is kept.

export const LIMITS = {
  max_mem_bytes: 67_108_864,
  max_gas: 2_000_000,
  max_call_rate: 64,
  max_output_bytes: 8192,
  max_effects: 0,
  max_emits: 1,
} as const

export const at = (x_cm: number, y_cm: number, z_cm: number) => ({ x_cm, y_cm, z_cm })

const BOUNDS: CallBounds = { maxMemoryBytes: LIMITS.max_mem_bytes, maxAnswerBytes: 4 * 1024 * 1024 }

export const builtInBytes = (id: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(readFileSync(`${root}public/modules/${id}.wasm`))

/** Makes an instance and finds its entry. */
export function enter(
  module: WebAssembly.Module,
  name: EntryName = 'reduce',
): Result<ModuleEntry, CallFault> {
  return findEntry(new WebAssembly.Instance(module, {}).exports, name)
}

/** One call of an entry; a trap is a result, as executors make it one. */
export function callRaw(
  entry: Result<ModuleEntry, CallFault>,
  input: Uint8Array,
  bounds = BOUNDS,
): Result<Uint8Array, CallFault | 'trap'> {
  if (!entry.ok) return entry
  try {
    return callEntry(entry.value, input, bounds)
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) return fail('trap')
    throw error
  }
}

/** A built-in with its state between calls, as a world keeps it. */
export class TestedModule {
  state = new Uint8Array()
  time = 1
  #nextId = 1
  readonly id: string
  readonly #module: WebAssembly.Module

  constructor(id: string) {
    this.id = id
    this.#module = new WebAssembly.Module(builtInBytes(id))
  }

  /** Asks for a verdict; keeps the state, as a world does whose other rules agree. */
  judge(kind: string, payload: ValueMap, id = this.#nextId++): RuleDecision | undefined {
    const { emits } = this.act(kind, payload, id)
    const said = emits.find((emit) => emit.kind === RULE_DECISION)
    if (said === undefined) return undefined
    const decision = decodeDecision(said.payload, id)
    if (!decision.ok) throw new Error(JSON.stringify(decision.fault))
    return decision.value
  }

  act(kind: string, payload: ValueMap, id = this.#nextId++): CallOutput {
    return this.#keep(this.inputOfAction(kind, payload, id))
  }

  happen(kind: string, payload: ValueMap, id = this.#nextId++): CallOutput {
    return this.#keep(this.inputOfEvent(kind, payload, id))
  }

  inputOfAction(kind: string, payload: ValueMap, id: number): Uint8Array {
    const ctx = this.#context({ kind: 'action', id })
    return encodeCallInput({ ctx, action: { id, kind, payload }, state: this.state })
  }

  inputOfEvent(kind: string, payload: ValueMap, id: number): Uint8Array {
    const ctx = this.#context({ kind: 'event', id })
    return encodeCallInput({ ctx, event: { id, time: this.time, kind, payload }, state: this.state })
  }

  /** What the module knows. */
  remembered(): unknown {
    const item = attempt(() => new ItemReader(this.state).readItem())
    return item.ok ? item.value : item.fault
  }

  /** What a fresh instance answers to these bytes. */
  answer(input: Uint8Array): Uint8Array {
    const answer = callRaw(enter(this.#module), input)
    if (!answer.ok) throw new Error(JSON.stringify(answer.fault))
    return answer.value
  }

  #keep(input: Uint8Array): CallOutput {
    const output = decodeCallOutput(this.answer(input), { kind: 'reducer', limits: LIMITS, requiredCaps: [] })
    if (!output.ok) throw new Error(JSON.stringify(output.fault))
    this.state = Uint8Array.from(output.value.newState ?? this.state)
    return output.value
  }

  #context(origin: CallContext['origin']): CallContext {
    const traceId = `${origin.kind}-${origin.id}-${this.id}`
    return { moduleId: this.id, traceId, time: this.time, origin, limits: LIMITS }
  }
}
