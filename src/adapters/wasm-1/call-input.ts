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
  writeContext(outer.raw(KEY.ctx), ctx)
  if (event !== undefined) {
    writeEvent(inner.clear(), event)
    outer.raw(KEY.event).byteArrayOf(inner)
  }
  if (state !== undefined) outer.raw(KEY.state).byteArray(state)
  if (action !== undefined) {
    writeEnvelope(inner.clear(), action)
    outer.raw(KEY.action).byteArrayOf(inner)
  }
  return outer.take()
}

/** The bytes of one action by itself. */
export function encodeEnvelope(action: CallAction): Uint8Array {
  writeEnvelope(inner.clear(), action)
  return inner.take()
}

/** The bytes of one event by itself. */
export function encodeEvent(event: CallEvent): Uint8Array {
  writeEvent(inner.clear(), event)
  return inner.take()
}

/** Keys as they stand on the wire. Below they are written in canonical order: shorter first, then bytewise. */
const keyBytes = (name: string): Uint8Array => new ItemWriter().text(name).take()
const KEY = {
  id: keyBytes('id'),
  v: new ItemWriter().text('v').text(WASM_1).take(),
  ctx: keyBytes('ctx'),
  body: keyBytes('body'),
  data: keyBytes('data'),
  kind: keyBytes('kind'),
  time: keyBytes('time'),
  type: keyBytes('type'),
  event: keyBytes('event'),
  state: keyBytes('state'),
  action: keyBytes('action'),
  limits: keyBytes('limits'),
  origin: keyBytes('origin'),
  payload: keyBytes('payload'),
  trace_id: keyBytes('trace_id'),
  caused_by: keyBytes('caused_by'),
  intent_id: keyBytes('intent_id'),
  module_id: keyBytes('module_id'),
  world_config_hash: keyBytes('world_config_hash'),
} as const

function writeContext(writer: ItemWriter, ctx: CallContext): void {
  const { origin, worldConfigHash } = ctx
  writer.map(worldConfigHash === undefined ? 6 : 7)
  writer.raw(KEY.v).raw(KEY.time).int(ctx.time).raw(KEY.limits).raw(encodedLimits(ctx.limits))
  writer.raw(KEY.origin).map(2).raw(KEY.id).text(String(origin.id)).raw(KEY.kind).text(origin.kind)
  writer.raw(KEY.trace_id).text(ctx.traceId).raw(KEY.module_id).text(ctx.moduleId)
  if (worldConfigHash !== undefined) writer.raw(KEY.world_config_hash).text(worldConfigHash)
}

/** A manifest's limits are told at every call and change with the manifest alone. */
const encodedByLimits = new WeakMap<ModuleLimits, Uint8Array>()

function encodedLimits(limits: ModuleLimits): Uint8Array {
  const known = encodedByLimits.get(limits)
  if (known !== undefined) return known
  const writer = new ItemWriter().map(6)
  writer.text('max_gas').int(limits.max_gas).text('max_emits').int(limits.max_emits)
  writer.text('max_effects').int(limits.max_effects).text('max_call_rate').int(limits.max_call_rate)
  writer.text('max_mem_bytes').int(limits.max_mem_bytes)
  writer.text('max_output_bytes').int(limits.max_output_bytes)
  const encoded = writer.take()
  encodedByLimits.set(limits, encoded)
  return encoded
}

function writeEnvelope(writer: ItemWriter, { id, kind, payload }: CallAction): void {
  const { type, data } = actionToWire(kind)
  writer.selfDescribe().map(2).raw(KEY.id).int(id).raw(KEY.action).map(2).raw(KEY.data)
  data.write(writer, payload)
  writer.raw(KEY.type).text(type)
}

function writeEvent(writer: ItemWriter, event: CallEvent): void {
  writer.selfDescribe().map(4).raw(KEY.id).int(event.id).raw(KEY.body)
  writeBody(writer, event)
  writer.raw(KEY.time).int(event.time).raw(KEY.caused_by)
  writeCause(writer, event.causedBy)
}

function writeBody(writer: ItemWriter, event: CallEvent): void {
  const { body, type, data } = eventToWire(event.kind)
  writer.map(2).raw(KEY.kind).text(body).raw(KEY.payload)
  if (type === undefined) return data.write(writer, event.payload)
  writer.map(2).raw(KEY.data)
  data.write(writer, event.payload)
  writer.raw(KEY.type).text(type)
}

function writeCause(writer: ItemWriter, cause: CallEvent['causedBy']): void {
  if (cause === undefined) writer.null()
  else if ('action' in cause) writer.map(2).raw(KEY.data).int(cause.action).raw(KEY.type).text('Action')
  else {
    writer.map(2).raw(KEY.data).map(1).raw(KEY.intent_id).text(cause.intent)
    writer.raw(KEY.type).text('Effect')
  }
}
