/** Reading what a world knows of its modules. */
import type { StateReader } from '../../state/collection.ts'
import { activeModules, artifacts, moduleHealth, modules } from './collections.ts'
import type { Registry } from './change-checks.ts'
import type { ManifestHost } from './manifest-checks.ts'
import { type ModuleManifest, versionKey } from './manifest.ts'

/** The registry as a change of it must see it. */
export function registryOf(read: StateReader): Registry & Pick<ManifestHost, 'artifactOf'> {
  return {
    isRegistered: (moduleId, version) => read.has(modules.name, versionKey(moduleId, version)),
    activeVersion: (moduleId) => activeModules.get(read, moduleId)?.version,
    artifactOf: (hash) => artifacts.get(read, hash),
  }
}

/** Whether a version failed so often that it is not asked. */
export const isQuarantined = (read: StateReader, moduleId: string, version: string): boolean =>
  moduleHealth.get(read, versionKey(moduleId, version))?.is_quarantined === true

/** Manifests of the modules that are asked, in the order of their ids. */
export function activeManifests(read: StateReader): readonly ModuleManifest[] {
  return read.keys(activeModules.name).flatMap((moduleId) => {
    const version = activeModules.get(read, moduleId)?.version
    const record = version === undefined ? undefined : modules.get(read, versionKey(moduleId, version))
    if (record === undefined || isQuarantined(read, moduleId, record.manifest.version)) return []
    return [record.manifest]
  })
}
