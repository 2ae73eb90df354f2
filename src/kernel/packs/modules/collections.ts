import { defineCollection } from '../../catalogue/define.ts'
import { field } from '../../schema/field.ts'
import { ENTRIES, MODULE_FIELD } from './fields.ts'
import { CALL_FAILURES } from './call-failures.ts'
import { IDENTITY_FIELD } from './identity.ts'
import { MODULE_LIMITS_MAX, VERSION_LENGTH_MAX } from './limits.ts'

export const modules = defineCollection({
  name: 'modules',
  plane: 'domain',
  summary: 'Every version of every module that was ever registered, keyed (module, version).',
  fields: {
    manifest: MODULE_FIELD,
    registered_at: field.uint('When.', { unit: 'ticks' }),
    registered_by: field.actorRef('By whom.'),
    audit_event_id: field.eventRef('The event that says so.'),
  },
})

export const activeModules = defineCollection({
  name: 'module_active',
  plane: 'domain',
  summary: 'Which version of a module is asked, keyed by module.',
  fields: { version: field.text('The version.', VERSION_LENGTH_MAX) },
})

/**
 * Not of the domain plane: bytes that a path has named stay with it whatever is rolled back, so that no return makes a
 * module unusable.
 */
export const artifacts = defineCollection({
  name: 'module_artifacts',
  plane: 'system',
  summary: 'Bytes of modules, keyed by their SHA-256 in hex. Modules may share them.',
  fields: {
    wasm_hash: field.blobRef('The bytes.'),
    size: field.uint('How many.', { unit: 'bytes' }),
    entries: field.list(
      'Functions it exports that a call may begin with.',
      field.choice('Name.', ENTRIES),
      2,
    ),
    added_by: field.actorRef('Who brought them.'),
    identity: field.optional(IDENTITY_FIELD),
  },
})

export const moduleState = defineCollection({
  name: 'module_state',
  plane: 'domain',
  summary: 'What modules remember, keyed (module, shard). An empty state has no record.',
  fields: {
    revision: field.uint('Times this shard was written since it was empty.', { min: 1 }),
    bytes: field.bytesUpTo('The state, as the module wrote it.', MODULE_LIMITS_MAX.max_state_bytes),
  },
})

export const moduleHealth = defineCollection({
  name: 'module_health',
  plane: 'system',
  summary: 'Versions whose last call failed, keyed (module, version). A version that works has no record.',
  fields: {
    failures: field.uint('Failures in a row.', { min: 1 }),
    code: field.choice('The last one.', CALL_FAILURES),
    is_quarantined: field.bool('It is not asked until it is activated anew.'),
  },
})
