/** What is written about modules: as somebody gives it (spec A §5.1, §5.7), and as it stands in events and records. */
import { ID_LENGTH_MAX } from '../../base/limits.ts'
import { field } from '../../schema/field.ts'
import { CHANGES_MAX, MANIFEST_LIST_MAX, NAME_LENGTH_MAX } from './limits.ts'
import { POINTER_LENGTH_MAX, SHARD_POINTERS_MAX, SUBSCRIPTION_KINDS_MAX } from './routing-limits.ts'

const MODULE_KINDS = ['reducer', 'pure'] as const
const MODULE_ROLES = ['rule', 'domain', 'body', 'agent_internal'] as const
export const INTERFACE_VERSIONS = ['wasm-1', 'wasm-2'] as const

/** The function a module is called by. */
export const ENTRY_OF_KIND = { reducer: 'reduce', pure: 'call' } as const
export const ENTRIES = [ENTRY_OF_KIND.reducer, ENTRY_OF_KIND.pure] as const

const word = (doc: string) => field.text(doc, NAME_LENGTH_MAX)
const words = (doc: string, of: string) => field.list(doc, word(of), MANIFEST_LIST_MAX)

const LIMITS = {
  max_mem_bytes: field.uint('Memory.', { unit: 'bytes' }),
  max_gas: field.uint('Gas of a call.'),
  max_call_rate: field.uint('Calls.', { unit: 'per tick' }),
  max_output_bytes: field.uint('Answer of a call.', { unit: 'bytes' }),
  max_effects: field.uint('Effects of a call.'),
  max_emits: field.uint('Emits of a call.'),
  max_state_bytes: field.uint('One shard of its state.', { unit: 'bytes' }),
}

export type LimitName = keyof typeof LIMITS
export const LIMIT_NAMES = Object.keys(LIMITS) as readonly LimitName[]

const GIVEN_LIMITS = field.record('What it may use; what is left out is nothing.', {
  max_mem_bytes: field.optional(LIMITS.max_mem_bytes),
  max_gas: field.optional(LIMITS.max_gas),
  max_call_rate: field.optional(LIMITS.max_call_rate),
  max_output_bytes: field.optional(LIMITS.max_output_bytes),
  max_effects: field.optional(LIMITS.max_effects),
  max_emits: field.optional(LIMITS.max_emits),
  max_state_bytes: field.optional(LIMITS.max_state_bytes),
})

const NAME = field.text('Name for people.', NAME_LENGTH_MAX)
const KIND = field.choice('Whether it keeps state.', MODULE_KINDS)
const ROLE = field.choice('What it is for.', MODULE_ROLES)
const EXPORTS = words('Functions it declares.', 'Name.')
const REQUIRED_CAPS = words('Capabilities it needs, by name.', 'Capability.')

/** A module's manifest as its author writes it. Texts may be blank or wrong: that is answered by a code. */
export const GIVEN_MANIFEST_FIELDS = {
  module_id: word('Its id.'),
  name: NAME,
  version: word('Its version, semver by convention.'),
  kind: KIND,
  role: field.optional(ROLE),
  wasm_hash: word('SHA-256 of its bytes, in hex.'),
  interface_version: word('How it is called.'),
  exports: field.optional(EXPORTS),
  subscriptions: field.optional(
    field.list(
      'What it is called for (spec A §5.1).',
      field.value('Subscription, read by `parseSubscription`.'),
      MANIFEST_LIST_MAX,
    ),
  ),
  required_caps: field.optional(REQUIRED_CAPS),
  limits: field.optional(GIVEN_LIMITS),
}

const GIVEN_MANIFEST = field.record('Manifest.', GIVEN_MANIFEST_FIELDS)
const MODULE_ID = word('The module.')
const VERSION = word('Version.')

/** A change of modules (spec A §5.7). */
export const CHANGE_SET_FIELDS = {
  register: field.optional(field.list('New versions.', GIVEN_MANIFEST, CHANGES_MAX)),
  activate: field.optional(
    field.list(
      'Versions that are asked from here on.',
      field.record('Version.', { module_id: MODULE_ID, version: VERSION }),
      CHANGES_MAX,
    ),
  ),
  deactivate: field.optional(
    field.list(
      'Modules that are not asked any more.',
      field.record('Module.', { module_id: MODULE_ID, reason: field.text('Why.', NAME_LENGTH_MAX) }),
      CHANGES_MAX,
    ),
  ),
  upgrade: field.optional(
    field.list(
      'New versions in the place of active ones; they are activated by `activate`.',
      field.record('Upgrade.', {
        module_id: MODULE_ID,
        from_version: VERSION,
        to_version: VERSION,
        wasm_hash: word('SHA-256 of the new bytes, in hex.'),
        manifest: GIVEN_MANIFEST,
      }),
      CHANGES_MAX,
    ),
  ),
}

/** A kind, or the beginning of one and `*`. */
const PATTERN = field.text('Pattern.', ID_LENGTH_MAX + 1)

/** A manifest as it stands in events and records: complete, every stage said. */
export const MODULE_FIELD = field.record('The manifest, complete.', {
  module_id: field.moduleRef('Its id.'),
  name: NAME,
  version: word('Its version.'),
  kind: KIND,
  role: ROLE,
  wasm_hash: field.id('Its bytes: the key of their record.'),
  interface_version: field.choice('How it is called.', INTERFACE_VERSIONS),
  exports: EXPORTS,
  subscriptions: field.list(
    'What it is called for.',
    field.record('Subscription.', {
      stage: field.choice('When it is called.', ['pre_action', 'post_action', 'post_event']),
      event_kinds: field.list('Kinds of events.', PATTERN, SUBSCRIPTION_KINDS_MAX),
      action_kinds: field.list('Kinds of actions.', PATTERN, SUBSCRIPTION_KINDS_MAX),
      filters: field.optional(field.value('Which of them (spec A §5.2).')),
      key: field.list(
        'JSON Pointers to what names the shard of its state.',
        field.text('Pointer.', POINTER_LENGTH_MAX),
        SHARD_POINTERS_MAX,
      ),
    }),
    MANIFEST_LIST_MAX,
  ),
  required_caps: REQUIRED_CAPS,
  limits: field.record('What it may use.', LIMITS),
})
