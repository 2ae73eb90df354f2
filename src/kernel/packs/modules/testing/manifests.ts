/** Manifests and change sets for tests, differing from one that holds in what is given. */
import type { ChangeSet, GivenManifest } from '../manifest.ts'
import { MODULE_LIMITS_MAX } from '../limits.ts'
import type { PlanHost } from '../plan.ts'

export const HASH = 'ab'.repeat(32)
export const OTHER_HASH = 'cd'.repeat(32)

export const manifestOf = (given: Partial<GivenManifest> = {}): GivenManifest => ({
  module_id: 'm.weather',
  name: 'Weather',
  version: '0.1.0',
  kind: 'reducer',
  wasm_hash: HASH,
  interface_version: 'wasm-1',
  exports: ['reduce'],
  ...given,
})

export const upgradeOf = (
  given: Partial<NonNullable<ChangeSet['upgrade']>[number]> = {},
): NonNullable<ChangeSet['upgrade']>[number] => ({
  module_id: 'm.weather',
  from_version: '0.1.0',
  to_version: '0.2.0',
  wasm_hash: HASH,
  manifest: manifestOf({ version: given.to_version ?? '0.2.0' }),
  ...given,
})

/** A world that knows some versions, and whose bytes export both entries. */
export function hostOf(
  registered: readonly string[] = [],
  active: Readonly<Record<string, string>> = {},
): PlanHost {
  return {
    isRegistered: (id, version) => registered.includes(`${id}@${version}`),
    activeVersion: (id) => active[id],
    artifactOf: (hash) => {
      if (hash === HASH) return { entries: ['reduce', 'call'] }
      return hash === OTHER_HASH ? { entries: [] } : undefined
    },
    capability: (name) => {
      if (name === 'old') return 'expired'
      return name === 'weather' ? 'granted' : 'missing'
    },
    limitsMax: { ...MODULE_LIMITS_MAX, max_gas: 1000 },
  }
}
