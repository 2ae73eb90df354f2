import type { Result } from '../../kernel/base/result.ts'
import type { Value, ValueMap } from '../../kernel/codec/value.ts'
import { attempt } from './attempt.ts'
import {
  type CallErrorCode,
  type CallFault,
  type CallFaultDetail,
  CallRefused,
  refuseAt,
} from './call-fault.ts'
import type { ModuleLimits } from './call-input.ts'
import { type Item, ItemReader } from './item-reader.ts'
import { asValue, mapAt, memberAt, textAt } from './said.ts'

/** Something a module tells the world. */
export interface Emit {
  readonly kind: string
  readonly payload: Value
}

/** Something a module asks of what is outside of the world. */
export interface AskedEffect {
  readonly kind: string
  readonly params: Value
  /** The capability it claims. */
  readonly capRef: string
}

/** A module's answer. */
export interface CallOutput {
  /** What it wants to know at its next call; nothing when that did not change. */
  readonly newState: Uint8Array | undefined
  readonly effects: readonly AskedEffect[]
  readonly emits: readonly Emit[]
  /** Bytes of the answer without its state: state has a limit of its own, and modules count it wrongly or not at all. */
  readonly outputBytes: number
}

/** What a manifest says that bears on an answer. */
export interface OutputRules {
  readonly kind: 'reducer' | 'pure'
  readonly limits: Pick<ModuleLimits, 'max_output_bytes' | 'max_effects' | 'max_emits'>
  readonly requiredCaps: readonly string[]
}

/** Reads a module's answer and holds it against the module's manifest. */
export function decodeCallOutput(bytes: Uint8Array, rules: OutputRules): Result<CallOutput, CallFault> {
  return attempt(() => {
    const output = readOutput(bytes)
    checkRules(output, rules)
    return output
  })
}

interface OutputParts {
  newState?: Uint8Array | null
  effects?: readonly AskedEffect[]
  emits?: readonly Emit[]
  /** What the module counted. Modules count wrongly or not at all, so it is looked at and left. */
  outputBytes?: Item
  stateBytes: number
}

function readOutput(bytes: Uint8Array): CallOutput {
  const reader = new ItemReader(bytes)
  const parts: OutputParts = { stateBytes: 0 }
  reader.readMap((key, at) => readPart(reader, key, at, parts))
  reader.finish()
  const { newState, effects = [], emits = [], outputBytes, stateBytes } = parts
  if (newState === undefined) return refuseAt('missing', 'new_state')
  if (outputBytes === undefined) return refuseAt('missing', 'output_bytes')
  return { newState: newState ?? undefined, effects, emits, outputBytes: bytes.length - stateBytes }
}

/** Reads one part of an answer. Keys that later versions of the profile added are passed over. */
function readPart(reader: ItemReader, key: string, at: number, parts: OutputParts): void {
  const start = reader.offset
  switch (key) {
    case 'new_state':
      if (parts.newState !== undefined) reader.refuse('duplicate_key', at)
      parts.newState = reader.readByteArrayOrNull()
      parts.stateBytes = parts.newState === null ? 0 : reader.offset - start
      return
    case 'effects':
      if (parts.effects !== undefined) reader.refuse('duplicate_key', at)
      parts.effects = readList(reader, 'effects', effectOf)
      return
    case 'emits':
      if (parts.emits !== undefined) reader.refuse('duplicate_key', at)
      parts.emits = readList(reader, 'emits', emitOf)
      return
    case 'output_bytes':
      if (parts.outputBytes !== undefined) reader.refuse('duplicate_key', at)
      parts.outputBytes = reader.readItem()
      if (!isCount(parts.outputBytes)) reader.refuse('unexpected_type', start)
      return
    default:
      reader.readItem()
  }
}

function readList<T>(reader: ItemReader, name: string, make: (said: ValueMap, path: string) => T): T[] {
  const items: T[] = []
  reader.readArray(() => {
    const path = `${name}/${items.length}`
    items.push(make(mapAt(asValue(reader.readItem(), path), path), path))
  })
  return items
}

function isCount(item: Item): boolean {
  return typeof item === 'bigint'
    ? item >= 0n
    : typeof item === 'number' && Number.isInteger(item) && item >= 0
}

function effectOf(said: ValueMap, path: string): AskedEffect {
  return {
    kind: textAt(memberAt(said, 'kind', path), `${path}/kind`),
    params: memberAt(said, 'params', path),
    capRef: textAt(memberAt(said, 'cap_ref', path), `${path}/cap_ref`),
  }
}

function emitOf(said: ValueMap, path: string): Emit {
  const kind = textAt(memberAt(said, 'kind', path), `${path}/kind`)
  return { kind, payload: memberAt(said, 'payload', path) }
}

/** In the order in which worlds of this profile look: the first that fails names the failure. */
function checkRules(output: CallOutput, { kind, limits, requiredCaps }: OutputRules): void {
  const refuse = (code: CallErrorCode, detail: CallFaultDetail, path: string): never => {
    throw new CallRefused({ code, detail, path })
  }
  if (kind === 'pure' && output.newState !== undefined)
    refuse('invalid_output', 'state_of_pure_module', 'new_state')
  if (output.effects.length > limits.max_effects) refuse('effect_limit_exceeded', 'limit_exceeded', 'effects')
  if (output.emits.length > limits.max_emits) refuse('emit_limit_exceeded', 'limit_exceeded', 'emits')
  if (output.outputBytes > limits.max_output_bytes) refuse('output_too_large', 'limit_exceeded', '')
  output.effects.forEach(({ capRef }, index) => {
    if (!requiredCaps.includes(capRef)) refuse('caps_denied', 'cap_not_listed', `effects/${index}/cap_ref`)
  })
}
