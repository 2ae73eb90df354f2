/** Whether the parts of a change set fit each other and the registry (spec A §5.7). What the model left open is closed here. */
import type { ModuleIssueCode } from '../../catalogue/module-issues.ts'
import type { ModuleIssue } from '../../catalogue/rejection.ts'
import { firstIssue, issueAmong } from './issue.ts'
import { type ChangeSet, versionKey } from './manifest.ts'
import { isNewer } from './version.ts'

/** The registry, as far as a change of it must be looked at. */
export interface Registry {
  readonly isRegistered: (moduleId: string, version: string) => boolean
  readonly activeVersion: (moduleId: string) => string | undefined
}

const SECTIONS = ['register', 'activate', 'deactivate', 'upgrade'] as const

/** A version as people write it. */
const label = (moduleId: string, version: string): string => `${moduleId}@${version}`

function duplicates(changes: ChangeSet): ModuleIssue | undefined {
  return issueAmong(SECTIONS, (section) => {
    const seen = new Set<string>()
    return issueAmong<{ readonly module_id: string }>(changes[section] ?? [], ({ module_id }, index) => {
      if (seen.has(module_id))
        return { code: 'duplicate_module', module_id, path: `${section}/${index}/module_id` }
      seen.add(module_id)
      return undefined
    })
  })
}

/** Parts of an upgrade that say one thing twice. */
function contradictions({ register = [], upgrade = [] }: ChangeSet): ModuleIssue | undefined {
  const registered = new Set(register.map(({ module_id }) => module_id))
  return issueAmong(upgrade, ({ module_id, to_version, wasm_hash, manifest }, index) => {
    const issue = (code: ModuleIssueCode, at: string, more: Partial<ModuleIssue> = {}): ModuleIssue => ({
      code,
      module_id,
      path: `upgrade/${index}/${at}`,
      ...more,
    })
    if (registered.has(module_id)) return issue('register_and_upgrade', 'module_id')
    if (manifest.module_id !== module_id)
      return issue('upgrade_module_mismatch', 'manifest/module_id', { actual: manifest.module_id })
    if (manifest.version !== to_version)
      return issue('upgrade_version_mismatch', 'manifest/version', {
        expected: to_version,
        actual: manifest.version,
      })
    if (manifest.wasm_hash !== wasm_hash)
      return issue('upgrade_hash_mismatch', 'manifest/wasm_hash', {
        expected: wasm_hash,
        actual: manifest.wasm_hash,
      })
    return undefined
  })
}

function registrations({ register = [] }: ChangeSet, registry: Registry): ModuleIssue | undefined {
  return issueAmong(register, ({ module_id, version }, index) =>
    registry.isRegistered(module_id, version)
      ? {
          code: 'version_registered',
          module_id,
          path: `register/${index}/version`,
          actual: label(module_id, version),
        }
      : undefined,
  )
}

function upgrades({ upgrade = [] }: ChangeSet, registry: Registry): ModuleIssue | undefined {
  return issueAmong(upgrade, ({ module_id, from_version, to_version }, index) => {
    const issue = (code: ModuleIssueCode, at: string, actual: string): ModuleIssue => ({
      code,
      module_id,
      path: `upgrade/${index}/${at}`,
      actual,
    })
    if (registry.isRegistered(module_id, to_version))
      return issue('version_registered', 'to_version', label(module_id, to_version))
    if (!registry.isRegistered(module_id, from_version))
      return issue('upgrade_source_missing', 'from_version', label(module_id, from_version))
    const active = registry.activeVersion(module_id)
    if (active !== undefined && active !== from_version)
      return issue('upgrade_source_not_active', 'from_version', active)
    return isNewer(from_version, to_version)
      ? undefined
      : { ...issue('version_not_newer', 'to_version', to_version), expected: `> ${from_version}` }
  })
}

/** What is new in this plan may be activated by it, whichever way it came (the model took `register` only). */
function activations(changes: ChangeSet, registry: Registry): ModuleIssue | undefined {
  const { register = [], upgrade = [], activate = [] } = changes
  const added = new Set([
    ...register.map(({ module_id, version }) => versionKey(module_id, version)),
    ...upgrade.map(({ module_id, to_version }) => versionKey(module_id, to_version)),
  ])
  return issueAmong(activate, ({ module_id, version }, index) =>
    added.has(versionKey(module_id, version)) || registry.isRegistered(module_id, version)
      ? undefined
      : {
          code: 'activate_target_missing',
          module_id,
          path: `activate/${index}`,
          actual: label(module_id, version),
        },
  )
}

function deactivations(
  { activate = [], deactivate = [] }: ChangeSet,
  registry: Registry,
): ModuleIssue | undefined {
  const activated = new Set(activate.map(({ module_id }) => module_id))
  return issueAmong(deactivate, ({ module_id }, index) =>
    activated.has(module_id) || registry.activeVersion(module_id) !== undefined
      ? undefined
      : { code: 'deactivate_target_not_active', module_id, path: `deactivate/${index}/module_id` },
  )
}

/** The first thing that keeps a change set from being applied, whatever its manifests say. */
export function checkChangeSet(changes: ChangeSet, registry: Registry): ModuleIssue | undefined {
  return firstIssue(
    () => duplicates(changes),
    () => contradictions(changes),
    () => registrations(changes, registry),
    () => upgrades(changes, registry),
    () => activations(changes, registry),
    () => deactivations(changes, registry),
  )
}
