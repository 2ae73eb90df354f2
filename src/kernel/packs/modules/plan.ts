/** A change set made into events, or into all that is wrong with it. Whoever applies one, and whoever rehearses one, asks here. */
import { compareCodeUnits } from '../../base/order.ts'
import { fail, ok, type Result } from '../../base/result.ts'
import type { EventDraft } from '../../catalogue/define.ts'
import { MODULE_ISSUES } from '../../catalogue/module-issues.ts'
import type { ModuleIssue } from '../../catalogue/rejection.ts'
import { checkChangeSet, type Registry } from './change-checks.ts'
import {
  moduleActivated,
  moduleDeactivated,
  moduleLoadFailed,
  moduleRegistered,
  moduleUpgraded,
  moduleValidationFailed,
} from './events.ts'
import { type ChangeSet, completeManifest, type GivenManifest } from './manifest.ts'
import { checkManifest, type ManifestHost } from './manifest-checks.ts'

export type PlanHost = ManifestHost & Registry

/**
 * Everything that keeps a change set from being applied: what is wrong with it as a whole, else the first thing that is wrong
 * with each of its manifests. Empty when nothing is.
 */
export function checkChanges(changes: ChangeSet, host: PlanHost): readonly ModuleIssue[] {
  const whole = checkChangeSet(changes, host)
  if (whole !== undefined) return [whole]
  const manifests: readonly (readonly [GivenManifest, string])[] = [
    ...(changes.register ?? []).map((manifest, index) => [manifest, `register/${index}`] as const),
    ...(changes.upgrade ?? []).map(({ manifest }, index) => [manifest, `upgrade/${index}/manifest`] as const),
  ]
  return manifests.flatMap(([manifest, path]) => checkManifest(manifest, path, host) ?? [])
}

function inOrder<T extends { readonly module_id: string }>(items: readonly T[] = []): readonly T[] {
  return items.toSorted((a, b) => compareCodeUnits(a.module_id, b.module_id))
}

/** All register, all upgrade, all activate, all deactivate; inside each by module id (spec A §5.7). */
function eventsOf({ register, upgrade, activate, deactivate }: ChangeSet, by: string): readonly EventDraft[] {
  return [
    ...inOrder(register).map((given) =>
      moduleRegistered.create({ module: completeManifest(given), registered_by: by }),
    ),
    ...inOrder(upgrade).map(({ module_id, from_version, to_version, wasm_hash, manifest }) =>
      moduleUpgraded.create({
        module_id,
        from_version,
        to_version,
        wasm_hash,
        manifest: completeManifest(manifest),
        upgraded_by: by,
      }),
    ),
    ...inOrder(activate).map(({ module_id, version }) =>
      moduleActivated.create({ module_id, version, activated_by: by }),
    ),
    ...inOrder(deactivate).map(({ module_id, reason }) =>
      moduleDeactivated.create({ module_id, reason, deactivated_by: by }),
    ),
  ]
}

/** The events that apply a change set for somebody, in the order in which they are applied; or all that is wrong with it. */
export function planChanges(
  changes: ChangeSet,
  host: PlanHost,
  by: string,
): Result<readonly EventDraft[], readonly ModuleIssue[]> {
  const issues = checkChanges(changes, host)
  return issues.length === 0 ? ok(eventsOf(changes, by)) : fail(issues)
}

/** An issue as the fact that stays in the journal. */
export function failureOf(issue: ModuleIssue): EventDraft {
  const { module_id, code, actual = '' } = issue
  const kind = MODULE_ISSUES[code]
  return kind === 'ARTIFACT_MISSING' || kind === 'HASH_MISMATCH'
    ? moduleLoadFailed.create({ module_id, wasm_hash: actual, code: kind, detail: issue })
    : moduleValidationFailed.create({ module_id, code: kind, detail: issue })
}
