import type { ValueMap } from '../../kernel/codec/value.ts'
import { ItemWriter } from './item-writer.ts'
import { actionToWire, eventToWire } from './kinds.ts'

/** The profile's name, as manifests and contexts write it. */
const WASM_1 = 'wasm-1'

/** What a module may use, as its manifest says. A bigint where the manifest says "no bound" with 2^64 − 1. */
export interface ModuleLimits {
  readonly max_mem_bytes: number | bigint
  readonly max_gas: number | bigint
  readonly max_call_rate: number | bigint
  readonly max_output_bytes: number | bigint
  readonly max_effects: number | bigint
  readonly max_emits: number | bigint
}

/** What a module is told about a call besides what it is about. */
export interface CallContext {
  readonly moduleId: string
  readonly traceId: string
  /** The world's tick; for events the tick at which they happened. */
  readonly time: number
  /** What caused the call, by the id of the action or event. */
  readonly origin: { readonly kind: 'event' | 'action'; readonly id: number }
  readonly limits: ModuleLimits
  /** Hex SHA-256 of the manifest in force. */
  readonly worldConfigHash?: string
}

/** An action as a module is told of it. */
export interface CallAction {
  readonly id: number
  readonly kind: string
  readonly payload: ValueMap
}

/** An event as a module is told of it. */
export interface CallEvent {
  readonly id: number
  readonly time: number
  readonly kind: string
  readonly payload: ValueMap
  /** An action by its id, an effect by its intent, or nothing. */
  readonly causedBy?: { readonly action: number } | { readonly intent: string }
}

export interface CallInput {
  readonly ctx: CallContext
  readonly action?: CallAction
  readonly event?: CallEvent
  /** For reducers only: what the module answered last, empty the first time. */
  readonly state?: Uint8Array
}

// Calls are encoded one after another and never inside each other, so two buffers serve them all.
const outer = new ItemWriter()
const inner = new ItemWriter()

/** The bytes that a module's entry is given. */
export function encodeCallInput(input: CallInput): Uint8Array {
  const { ctx, action, event, state } = input
  outer.clear().selfDescribe()
  outer.map(1 + Number(event !== undefined) + Number(state !== undefined) + Number(action !== undefined))
  writeContext(outer.text('ctx'), ctx)
  if (event !== undefined) {
    writeEvent(inner.clear(), event)
    outer.text('event').byteArrayOf(inner)
  }
  if (state !== undefined) outer.text('state').byteArray(state)
  if (action !== undefined) {
    writeEnvelope(inner.clear(), action)
    outer.text('action').byteArrayOf(inner)
  }
  return outer.take()
}

/** The bytes of one action by itself. */
export function encodeEnvelope(action: CallAction): Uint8Array {
  writeEnvelope(inner.clear(), action)
  return inner.take()
}

// Keys below stand in canonical order, shorter first, then bytewise.

function writeContext(writer: ItemWriter, ctx: CallContext): void {
  const { limits, worldConfigHash } = ctx
  writer.map(worldConfigHash === undefined ? 6 : 7)
  writer.text('v').text(WASM_1).text('time').int(ctx.time)
  writer.text('limits').map(6)
  writer.text('max_gas').int(limits.max_gas).text('max_emits').int(limits.max_emits)
  writer.text('max_effects').int(limits.max_effects).text('max_call_rate').int(limits.max_call_rate)
  writer.text('max_mem_bytes').int(limits.max_mem_bytes)
  writer.text('max_output_bytes').int(limits.max_output_bytes)
  writer.text('origin').map(2).text('id').text(String(ctx.origin.id)).text('kind').text(ctx.origin.kind)
  writer.text('trace_id').text(ctx.traceId).text('module_id').text(ctx.moduleId)
  if (worldConfigHash !== undefined) writer.text('world_config_hash').text(worldConfigHash)
}

function writeEnvelope(writer: ItemWriter, { id, kind, payload }: CallAction): void {
  const { type, data } = actionToWire(kind)
  writer.selfDescribe().map(2).text('id').int(id).text('action').map(2)
  data.write(writer.text('data'), payload)
  writer.text('type').text(type)
}

function writeEvent(writer: ItemWriter, event: CallEvent): void {
  writer.selfDescribe().map(4).text('id').int(event.id)
  writeBody(writer.text('body'), event)
  writer.text('time').int(event.time)
  writeCause(writer.text('caused_by'), event.causedBy)
}

function writeBody(writer: ItemWriter, event: CallEvent): void {
  const { body, type, data } = eventToWire(event.kind)
  writer.map(2).text('kind').text(body).text('payload')
  if (type === undefined) return data.write(writer, event.payload)
  writer.map(2).text('data')
  data.write(writer, event.payload)
  writer.text('type').text(type)
}

function writeCause(writer: ItemWriter, cause: CallEvent['causedBy']): void {
  if (cause === undefined) writer.null()
  else if ('action' in cause) writer.map(2).text('data').int(cause.action).text('type').text('Action')
  else {
    writer.map(2).text('data').map(1).text('intent_id').text(cause.intent)
    writer.text('type').text('Effect')
  }
}
