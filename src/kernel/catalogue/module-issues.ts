/**
 * What can be wrong with a change of modules, declared once: the code, and the class it has in a report (spec A §5.11).
 * A code with its data says what the model's text says; the words are made where people read them.
 */
/** Classes of the model's reports. `LIMITS_HIGH` and forced failures belong to the report's policy, not to a module. */
export const MODULE_ISSUE_CLASSES = [
  'ABI_INCOMPATIBLE',
  'ARTIFACT_MISSING',
  'CAPS_DENIED',
  'HASH_MISMATCH',
  'LIMITS_EXCEEDED',
  'VERSION_CONFLICT',
] as const

export type ModuleIssueClass = (typeof MODULE_ISSUE_CLASSES)[number]

export const MODULE_ISSUES = {
  // The change set as a whole, in the order in which it is looked at.
  duplicate_module: 'VERSION_CONFLICT',
  register_and_upgrade: 'VERSION_CONFLICT',
  upgrade_module_mismatch: 'VERSION_CONFLICT',
  upgrade_version_mismatch: 'VERSION_CONFLICT',
  upgrade_hash_mismatch: 'HASH_MISMATCH',
  version_registered: 'VERSION_CONFLICT',
  upgrade_source_missing: 'VERSION_CONFLICT',
  upgrade_source_not_active: 'VERSION_CONFLICT',
  version_not_newer: 'VERSION_CONFLICT',
  activate_target_missing: 'VERSION_CONFLICT',
  deactivate_target_not_active: 'VERSION_CONFLICT',
  // One manifest.
  module_id_blank: 'ABI_INCOMPATIBLE',
  version_blank: 'ABI_INCOMPATIBLE',
  wasm_hash_blank: 'ABI_INCOMPATIBLE',
  interface_version_blank: 'ABI_INCOMPATIBLE',
  module_id_malformed: 'ABI_INCOMPATIBLE',
  version_malformed: 'ABI_INCOMPATIBLE',
  wasm_hash_malformed: 'HASH_MISMATCH',
  artifact_missing: 'ARTIFACT_MISSING',
  interface_unsupported: 'ABI_INCOMPATIBLE',
  entry_not_declared: 'ABI_INCOMPATIBLE',
  entry_not_exported: 'ABI_INCOMPATIBLE',
  // One subscription; its own reading says which of many things.
  subscription_invalid: 'ABI_INCOMPATIBLE',
  key_unsupported: 'ABI_INCOMPATIBLE',
  // What it asks for.
  limit_exceeded: 'LIMITS_EXCEEDED',
  cap_missing: 'CAPS_DENIED',
  cap_expired: 'CAPS_DENIED',
} as const satisfies Readonly<Record<string, ModuleIssueClass>>

export type ModuleIssueCode = keyof typeof MODULE_ISSUES
