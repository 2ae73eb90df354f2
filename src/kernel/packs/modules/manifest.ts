/** The manifest of a module: read from what anybody wrote, and made complete. */
import { assert } from '../../base/assert.ts'
import type { Fault } from '../../base/fault.ts'
import type { Result } from '../../base/result.ts'
import type { Value } from '../../codec/value.ts'
import { type Infer, isPlainMap } from '../../schema/field.ts'
import { parseFields } from '../../schema/parse.ts'
import { CHANGE_SET_FIELDS, GIVEN_MANIFEST_FIELDS, type MODULE_FIELD } from './fields.ts'
import { MODULE_ID_LENGTH_MAX, MODULE_LIMITS_MAX } from './limits.ts'
import { parseSubscription } from './subscription.ts'

/** As its author wrote it: the shape holds, nothing else does yet. */
export type GivenManifest = Infer<typeof GIVEN_MANIFEST_FIELDS>
export type ChangeSet = Infer<typeof CHANGE_SET_FIELDS>

/** Complete and checked: what stands in the registry. */
export type ModuleManifest = NonNullable<(typeof MODULE_FIELD)['infer']>
export type ModuleSubscription = ModuleManifest['subscriptions'][number]

/**
 * Reads a manifest from JSON or from a value of somebody else. Fault: `input.invalid` with the path of the first thing that
 * has another shape; whether what it says can be is asked of `checkManifest`.
 */
export function parseManifestFile(value: unknown, path = 'manifest'): Result<GivenManifest, Fault> {
  return parseFields(GIVEN_MANIFEST_FIELDS, value, path)
}

/** Reads a change set, as {@link parseManifestFile} does a manifest. */
export function parseChangeSet(value: unknown, path = 'module_changes'): Result<ChangeSet, Fault> {
  return parseFields(CHANGE_SET_FIELDS, value, path)
}

const MODULE_ID_PATTERN = /^[a-z0-9][A-Za-z0-9._-]*$/

/** Ids of modules have no `/`: what follows one in a record key is a version or a shard. */
export const isModuleId = (text: string): boolean =>
  text.length <= MODULE_ID_LENGTH_MAX && MODULE_ID_PATTERN.test(text)

/**
 * Key of a version in the registry. The model writes `id@version`; `@` is no character of a key, and neither is the `+` of
 * build metadata, whose place `:` takes, which is in no version.
 */
export const versionKey = (moduleId: string, version: string): string =>
  `${moduleId}/${version.replaceAll('+', ':')}`

/** Key of a shard of a module's state. The shard `''` is the state of a module that has no key (K7). */
export const shardKey = (moduleId: string, shard: string): string => `${moduleId}/${shard}`

/** Pointers of a subscription's key, which is one of them or a list. */
function pointersOf(key: unknown): readonly string[] {
  if (typeof key === 'string') return [key]
  return Array.isArray(key) ? key.map(String) : []
}

/** A subscription that was read, with what it leaves unsaid. */
function completeSubscription(given: unknown): ModuleSubscription {
  const read = parseSubscription(given, 'subscription')
  assert(read.ok && isPlainMap(given), 'A subscription is checked before it is registered.')
  const { stage, kinds } = read.value
  const { filters, key } = given
  const subscription = {
    stage,
    event_kinds: stage === 'post_event' ? kinds : [],
    action_kinds: stage === 'post_event' ? [] : kinds,
    key: pointersOf(key),
  }
  return filters === undefined || filters === null
    ? subscription
    : { ...subscription, filters: filters as Value }
}

const NO_LIMITS = {
  max_mem_bytes: 0,
  max_gas: 0,
  max_call_rate: 0,
  max_output_bytes: 0,
  max_effects: 0,
  max_emits: 0,
  // The model has no such limit, so no manifest of its world says one.
  max_state_bytes: MODULE_LIMITS_MAX.max_state_bytes,
}

/** Writes out what a checked manifest leaves unsaid. */
export function completeManifest(given: GivenManifest): ModuleManifest {
  const { module_id, name, version, kind, wasm_hash, interface_version } = given
  return {
    module_id,
    name,
    version,
    kind,
    role: given.role ?? 'domain',
    wasm_hash,
    interface_version: interface_version === 'wasm-2' ? 'wasm-2' : 'wasm-1',
    exports: given.exports ?? [],
    subscriptions: (given.subscriptions ?? []).map(completeSubscription),
    required_caps: given.required_caps ?? [],
    limits: { ...NO_LIMITS, ...given.limits },
  }
}
