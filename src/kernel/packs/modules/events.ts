import { InvariantViolation } from '../../base/assert.ts'
import { bytesToHex } from '../../base/order.ts'
import { defineEvent, type ApplyContext } from '../../catalogue/define.ts'
import { MODULE_ISSUE_FIELDS } from '../../catalogue/rejection.ts'
import { field } from '../../schema/field.ts'
import type { StateWriter } from '../../state/recorder.ts'
import { CALL_FAILURES } from './call-failures.ts'
import { activeModules, artifacts, moduleHealth, modules, moduleState } from './collections.ts'
import { MODULE_FIELD } from './fields.ts'
import { MODULE_LIMITS_MAX, NAME_LENGTH_MAX, VERSION_LENGTH_MAX } from './limits.ts'
import { type ModuleManifest, shardKey, versionKey } from './manifest.ts'
import { SHARD_LENGTH_MAX } from './routing-limits.ts'
import { applyDelta } from './state-delta.ts'

const MODULE_ID = field.moduleRef('The module.')
const VERSION = field.text('Its version.', VERSION_LENGTH_MAX)

export const artifactAdded = defineEvent({
  kind: 'module.artifact_added',
  version: 1,
  summary: 'The bytes of a module are part of the world’s record from here on.',
  lane: 'module',
  fields: artifacts.fields,
  apply: (write, payload) => artifacts.put(write, bytesToHex(payload.wasm_hash), payload),
})

function register(
  write: StateWriter,
  manifest: ModuleManifest,
  by: string,
  { time, eventId }: ApplyContext,
): void {
  modules.put(write, versionKey(manifest.module_id, manifest.version), {
    manifest,
    registered_at: time,
    registered_by: by,
    audit_event_id: eventId,
  })
}

export const moduleRegistered = defineEvent({
  kind: 'module.registered',
  version: 1,
  summary: 'A version of a module is known. It is not asked before it is activated.',
  lane: 'module',
  fields: { module: MODULE_FIELD, registered_by: field.actorRef('Who wanted it.') },
  apply: (write, { module, registered_by }, context) => register(write, module, registered_by, context),
})

export const moduleUpgraded = defineEvent({
  kind: 'module.upgraded',
  version: 1,
  summary: 'A newer version of a module is known. The older one is asked until the newer is activated.',
  lane: 'module',
  fields: {
    module_id: MODULE_ID,
    from_version: field.text('The version it follows.', VERSION_LENGTH_MAX),
    to_version: VERSION,
    wasm_hash: field.id('Its bytes: the key of their record.'),
    manifest: MODULE_FIELD,
    upgraded_by: field.actorRef('Who wanted it.'),
  },
  apply: (write, { manifest, upgraded_by }, context) => register(write, manifest, upgraded_by, context),
})

export const moduleActivated = defineEvent({
  kind: 'module.activated',
  version: 1,
  summary: 'This version of a module is asked from here on, whatever it did before.',
  lane: 'module',
  fields: { module_id: MODULE_ID, version: VERSION, activated_by: field.actorRef('Who wanted it.') },
  apply: (write, { module_id, version }) => {
    activeModules.put(write, module_id, { version })
    write.delete(moduleHealth.name, versionKey(module_id, version))
  },
})

export const moduleDeactivated = defineEvent({
  kind: 'module.deactivated',
  version: 1,
  summary: 'A module is not asked any more. Its versions and its state stay.',
  lane: 'module',
  fields: {
    module_id: MODULE_ID,
    reason: field.text('Why.', NAME_LENGTH_MAX),
    deactivated_by: field.actorRef('Who wanted it.'),
  },
  apply: (write, { module_id }) => write.delete(activeModules.name, module_id),
})

const ISSUE = field.record('What exactly.', MODULE_ISSUE_FIELDS)

/** What the model calls a missing disk (`IO_ERROR`) is a fault of a host and stands in no journal. */
export const moduleLoadFailed = defineEvent({
  kind: 'module.load_failed',
  version: 1,
  summary: 'A change of modules was not made because the bytes it names are not there or are others.',
  lane: 'module',
  fields: {
    module_id: field.text('The module.', NAME_LENGTH_MAX),
    wasm_hash: field.text('The bytes it names.', NAME_LENGTH_MAX),
    code: field.choice('Class of the failure.', ['ARTIFACT_MISSING', 'HASH_MISMATCH']),
    detail: ISSUE,
  },
})

export const moduleValidationFailed = defineEvent({
  kind: 'module.validation_failed',
  version: 1,
  summary: 'A change of modules was not made because of what it says.',
  lane: 'module',
  fields: {
    module_id: field.text('The module.', NAME_LENGTH_MAX),
    code: field.choice('Class of the failure.', [
      'ABI_INCOMPATIBLE',
      'CAPS_DENIED',
      'LIMITS_EXCEEDED',
      'VERSION_CONFLICT',
    ]),
    detail: ISSUE,
  },
})

const CALL_FAILURE = field.choice('How.', CALL_FAILURES)

export const moduleCallFailed = defineEvent({
  kind: 'module.call_failed',
  version: 1,
  summary: 'A call of a module failed; nothing it answered counts.',
  lane: 'module',
  fields: {
    module_id: MODULE_ID,
    version: VERSION,
    trace_id: field.text('The call.', 256),
    code: CALL_FAILURE,
    detail: field.text('What exactly: a code of ours, no words of an engine.', NAME_LENGTH_MAX),
  },
  apply: (write, { module_id, version, code }) => {
    const key = versionKey(module_id, version)
    const known = moduleHealth.get(write, key)
    moduleHealth.put(write, key, {
      failures: (known?.failures ?? 0) + 1,
      code,
      is_quarantined: known?.is_quarantined ?? false,
    })
  },
})

export const moduleRecovered = defineEvent({
  kind: 'module.recovered',
  version: 1,
  summary: 'A module answered well again after it had failed.',
  lane: 'module',
  fields: { module_id: MODULE_ID, version: VERSION },
  apply: (write, { module_id, version }) => write.delete(moduleHealth.name, versionKey(module_id, version)),
})

export const moduleQuarantined = defineEvent({
  kind: 'module.quarantined',
  version: 1,
  summary: 'A module failed too often in a row and is not asked until somebody activates it anew.',
  lane: 'module',
  fields: {
    module_id: MODULE_ID,
    version: VERSION,
    failures: field.uint('Failures in a row.', { min: 1 }),
    code: CALL_FAILURE,
  },
  apply: (write, { module_id, version, failures, code }) =>
    moduleHealth.put(write, versionKey(module_id, version), { failures, code, is_quarantined: true }),
})

const NOTHING = new Uint8Array(0)
const KEPT = { unit: 'bytes', max: MODULE_LIMITS_MAX.max_state_bytes }

export const stateUpdated = defineEvent({
  kind: 'module.state_updated',
  version: 1,
  summary: 'A module remembers something else: the bytes between a head and a tail that stay.',
  lane: 'module',
  fields: {
    module: MODULE_ID,
    shard: field.text('The shard; blank for a module that has one state.', SHARD_LENGTH_MAX),
    base: field.uint('Revision of the state that this changes; 0 when there was none.'),
    head: field.uint('Bytes kept at the beginning.', KEPT),
    tail: field.uint('Bytes kept at the end.', KEPT),
    insert: field.bytesUpTo('What stands between them.', MODULE_LIMITS_MAX.max_state_bytes),
  },
  apply: (write, { module, shard, base, ...delta }) => {
    const key = shardKey(module, shard)
    const before = moduleState.get(write, key)
    const bytes = base === (before?.revision ?? 0) ? applyDelta(before?.bytes ?? NOTHING, delta) : undefined
    if (bytes === undefined)
      throw new InvariantViolation('A change of state is made to the state it was taken from.', {
        path: `${moduleState.name}/${key.replaceAll('/', '~1')}`,
      })
    if (bytes.length === 0) write.delete(moduleState.name, key)
    else moduleState.put(write, key, { revision: base + 1, bytes })
  },
})
