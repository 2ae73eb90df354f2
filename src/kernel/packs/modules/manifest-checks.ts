/** Whether a manifest can be registered: the model's checks in the model's order, then ours (spec A §5.10). */
import type { ModuleIssueCode } from '../../catalogue/module-issues.ts'
import type { ModuleIssue } from '../../catalogue/rejection.ts'
import { ENTRY_OF_KIND, INTERFACE_VERSIONS, LIMIT_NAMES, type LimitName } from './fields.ts'
import { firstIssue, issueAmong } from './issue.ts'
import { type GivenManifest, isModuleId } from './manifest.ts'
import { parseSubscription } from './subscription.ts'
import { isVersion } from './version.ts'

/** What is known of a module's bytes. */
export interface ArtifactFacts {
  /** Of the functions that a call may begin with, those that the bytes export. */
  readonly entries: readonly string[]
}

/** What a world says to somebody who asks whether a module fits it. */
export interface ManifestHost {
  /** Facts of the bytes of this hash, once they were added to the world. */
  readonly artifactOf: (hash: string) => ArtifactFacts | undefined
  readonly capability: (name: string) => 'granted' | 'missing' | 'expired'
  readonly limitsMax: Readonly<Record<LimitName, number>>
}

const isBlank = (text: string): boolean => text.trim() === ''
const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text)

/** Texts that may not be blank, in the model's order. */
const REQUIRED_TEXTS = [
  ['module_id', 'module_id_blank'],
  ['version', 'version_blank'],
  ['wasm_hash', 'wasm_hash_blank'],
  ['interface_version', 'interface_version_blank'],
] as const

/** Texts that have a form; ours, as the model takes any. */
const FORMS = [
  ['module_id', 'module_id_malformed', isModuleId],
  ['version', 'version_malformed', isVersion],
  ['wasm_hash', 'wasm_hash_malformed', isHash],
] as const

/** Stage, kinds, filters and key of a subscription fit each other; only `wasm-2` knows shards (K7). */
function checkSubscription(
  subscription: unknown,
  { module_id, interface_version }: GivenManifest,
  path: string,
): ModuleIssue | undefined {
  const read = parseSubscription(subscription, path)
  if (read.ok) {
    const isKnown = read.value.shard.length === 0 || interface_version === 'wasm-2'
    return isKnown ? undefined : { code: 'key_unsupported', module_id, path: `${path}/key` }
  }
  const { reason, path: place = path, expected, actual } = read.fault
  return {
    code: 'subscription_invalid',
    module_id,
    path: place,
    ...(reason === undefined ? {} : { reason }),
    ...(expected === undefined ? {} : { expected: String(expected) }),
    ...(actual === undefined ? {} : { actual: String(actual) }),
  }
}

/** The first thing that keeps a manifest out of a world. Nothing runs: that is what a rehearsal is for. */
export function checkManifest(
  manifest: GivenManifest,
  path: string,
  { artifactOf, capability, limitsMax }: ManifestHost,
): ModuleIssue | undefined {
  const { module_id, wasm_hash, interface_version, exports = [], limits = {} } = manifest
  const issue = (code: ModuleIssueCode, at: string, more: Partial<ModuleIssue> = {}): ModuleIssue => ({
    code,
    module_id,
    path: `${path}/${at}`,
    ...more,
  })
  const entry: string = ENTRY_OF_KIND[manifest.kind]
  const artifact = artifactOf(wasm_hash)
  return firstIssue(
    () => issueAmong(REQUIRED_TEXTS, ([at, code]) => (isBlank(manifest[at]) ? issue(code, at) : undefined)),
    () =>
      issueAmong(FORMS, ([at, code, holds]) =>
        holds(manifest[at]) ? undefined : issue(code, at, { actual: manifest[at] }),
      ),
    () =>
      artifact === undefined ? issue('artifact_missing', 'wasm_hash', { actual: wasm_hash }) : undefined,
    () =>
      INTERFACE_VERSIONS.some((known) => known === interface_version)
        ? undefined
        : issue('interface_unsupported', 'interface_version', { actual: interface_version }),
    () => (exports.includes(entry) ? undefined : issue('entry_not_declared', 'exports', { expected: entry })),
    () =>
      artifact?.entries.includes(entry) === true
        ? undefined
        : issue('entry_not_exported', 'wasm_hash', { expected: entry }),
    () =>
      issueAmong(manifest.subscriptions ?? [], (subscription, index) =>
        checkSubscription(subscription, manifest, `${path}/subscriptions/${index}`),
      ),
    () =>
      issueAmong(LIMIT_NAMES, (name) =>
        (limits[name] ?? 0) <= limitsMax[name]
          ? undefined
          : issue('limit_exceeded', `limits/${name}`, {
              expected: String(limitsMax[name]),
              actual: String(limits[name]),
            }),
      ),
    () =>
      issueAmong(manifest.required_caps ?? [], (name, index) => {
        const found = capability(name)
        return found === 'granted'
          ? undefined
          : issue(`cap_${found}`, `required_caps/${index}`, { actual: name })
      }),
  )
}
