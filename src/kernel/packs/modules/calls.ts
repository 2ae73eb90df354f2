/** What follows from a call of a module, as events: what it remembers, and what its failures in a row lead to. */
import type { EventDraft } from '../../catalogue/define.ts'
import type { StateReader } from '../../state/collection.ts'
import type { CallFailureCode } from './call-failures.ts'
import { moduleHealth, moduleState } from './collections.ts'
import { moduleCallFailed, moduleQuarantined, moduleRecovered, stateUpdated } from './events.ts'
import { QUARANTINE_FAILURES } from './limits.ts'
import { shardKey, versionKey } from './manifest.ts'
import { diffState } from './state-delta.ts'

const NOTHING = new Uint8Array(0)

/** What a call of the module is given as its state; empty when it has none. */
export const stateOf = (read: StateReader, module: string, shard: string): Uint8Array =>
  moduleState.get(read, shardKey(module, shard))?.bytes ?? NOTHING

/** The change that makes a shard `after`, which its module's `max_state_bytes` allows; nothing when it is that already. */
export function updateState(
  read: StateReader,
  { module, shard }: { readonly module: string; readonly shard: string },
  after: Uint8Array,
): readonly EventDraft[] {
  const record = moduleState.get(read, shardKey(module, shard))
  const before = record?.bytes ?? NOTHING
  const delta = diffState(before, after)
  if (delta.head === before.length && delta.head === after.length) return []
  return [stateUpdated.create({ module, shard, base: record?.revision ?? 0, ...delta })]
}

/** A version of a module. */
export interface ModuleVersion {
  readonly module_id: string
  readonly version: string
}

export interface CallFailure extends ModuleVersion {
  readonly trace_id: string
  readonly code: CallFailureCode
  readonly detail: string
}

/** A failed call, and the quarantine when it was one too many. */
export function failCall(read: StateReader, failure: CallFailure): readonly EventDraft[] {
  const { module_id, version, code } = failure
  const known = moduleHealth.get(read, versionKey(module_id, version))
  const failures = (known?.failures ?? 0) + 1
  const failed = moduleCallFailed.create(failure)
  if (failures < QUARANTINE_FAILURES || known?.is_quarantined === true) return [failed]
  return [failed, moduleQuarantined.create({ module_id, version, failures, code })]
}

/** A call that went well: only worth an event when the one before it did not. */
export function passCall(read: StateReader, { module_id, version }: ModuleVersion): readonly EventDraft[] {
  return read.has(moduleHealth.name, versionKey(module_id, version))
    ? [moduleRecovered.create({ module_id, version })]
    : []
}
