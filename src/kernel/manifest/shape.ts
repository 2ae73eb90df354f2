/**
 * The manifest: a world's own rules as data (design §6). Every section is present in every manifest; what a section
 * may hold grows with the parts of the kernel that read it.
 */
import { ACTION_BYTES_MAX, FRAME_BYTES_MAX, FRAME_EVENTS_MAX } from '../base/limits.ts'
import type { Fault } from '../base/fault.ts'
import type { Result } from '../base/result.ts'
import { encodeCanonical } from '../codec/encode.ts'
import type { Sha256 } from '../codec/sha256.ts'
import type { ValueMap } from '../codec/value.ts'
import { field, type Infer } from '../schema/field.ts'
import { parseFields } from '../schema/parse.ts'

/** Version of the manifest's shape itself; a migration raises it. */
const MANIFEST_FORMAT = 1

const LIMIT_FIELDS = {
  actionBytesMax: field.uint('Canonical bytes of one action.', {
    unit: 'bytes',
    min: 1,
    max: ACTION_BYTES_MAX,
  }),
  frameBytesMax: field.uint('Canonical bytes of one frame.', { unit: 'bytes', min: 1, max: FRAME_BYTES_MAX }),
  // A derived action that is rejected takes two.
  frameEventsMax: field.uint('Events of one frame.', { unit: 'events', min: 2, max: FRAME_EVENTS_MAX }),
  idempotencyTicks: field.uint('How long an action key is remembered.', {
    unit: 'ticks',
    min: 1,
    max: 1_000_000,
  }),
  queueMax: field.uint('Actions scheduled or queued by the world itself.', {
    unit: 'actions',
    min: 1,
    max: 60_000,
  }),
  snapshotsMax: field.uint('Snapshots kept besides pinned ones; with 0 a name lasts for its own frame.', {
    unit: 'snapshots',
    max: 1_000,
  }),
}

const CAPABILITY = field.record('A grant.', {
  holder: field.actorRef('Who holds it.'),
  grants: field.list(
    'What it allows, such as kernel.emit or mint:electricity.',
    field.id('Capability.'),
    256,
  ),
})

const MANIFEST_FIELDS = {
  format: field.int('Shape of the manifest.', { min: MANIFEST_FORMAT, max: MANIFEST_FORMAT }),
  version: field.uint('Counts accepted changes of this world’s manifest.', { min: 1 }),
  modules: field.map('Modules by id.', field.value('Module manifest.')),
  module_changes: field.map('Pending change set.', field.value('Change.')),
  effects: field.map('Effect declarations by kind.', field.value('Declaration.')),
  capabilities: field.map('Grants by name.', CAPABILITY),
  policies: field.list('First match wins.', field.value('Policy.'), 1024),
  routing: field.record('Who is asked what.', {
    hooks: field.map('Module by hook name.', field.moduleRef('Module.')),
  }),
  roles: field.map('Actors by role.', field.list('Holders.', field.actorRef('Actor.'), 1024)),
  limits: field.record('Bounds that this world sets for itself.', LIMIT_FIELDS),
  defaults: field.map('Values used where an action leaves them out.', field.value('Value.')),
  checks: field.map('Named predicates.', field.value('Check.')),
  gas: field.record('Metering.', { schedule: field.uint('Version of the gas schedule.', { min: 1 }) }),
  overlays: field.map('Named manifest overlays.', field.value('Overlay.')),
  frozen: field.list('Paths that no patch may change.', field.text('Path.', 512), 1024),
}

export type Manifest = Infer<typeof MANIFEST_FIELDS>
export type ManifestLimits = Infer<typeof LIMIT_FIELDS>

/** Bounds of a world that says nothing else. */
const DEFAULT_LIMITS: ManifestLimits = {
  actionBytesMax: ACTION_BYTES_MAX,
  frameBytesMax: FRAME_BYTES_MAX,
  frameEventsMax: FRAME_EVENTS_MAX,
  idempotencyTicks: 10_000,
  queueMax: 4_096,
  snapshotsMax: 10,
}

const EMPTY_MANIFEST: Manifest = {
  format: MANIFEST_FORMAT,
  version: 1,
  modules: {},
  module_changes: {},
  effects: {},
  capabilities: {},
  policies: [],
  routing: { hooks: {} },
  roles: {},
  limits: DEFAULT_LIMITS,
  defaults: {},
  checks: {},
  gas: { schedule: 1 },
  overlays: {},
  frozen: [],
}

/** A manifest with every section, differing from the empty one in what is given. */
export function createManifest(
  given: Partial<Omit<Manifest, 'limits'>> & { readonly limits?: Partial<ManifestLimits> } = {},
): Manifest {
  const { limits, ...sections } = given
  return { ...EMPTY_MANIFEST, ...sections, limits: { ...DEFAULT_LIMITS, ...limits } }
}

/** Refuses missing, unknown and ill-typed sections; the fault's path starts with `manifest`. */
export function parseManifest(value: unknown): Result<Manifest, Fault> {
  return parseFields(MANIFEST_FIELDS, value, 'manifest')
}

/** SHA-256 of the manifest's canonical bytes (K2). */
export function manifestHash(manifest: Manifest, sha256: Sha256): Uint8Array {
  return sha256.digest(encodeCanonical(manifest as ValueMap))
}

/** Capabilities by holder, for look-ups in decisions. */
export function capabilitiesByHolder(manifest: Manifest): ReadonlyMap<string, ReadonlySet<string>> {
  const byHolder = new Map<string, Set<string>>()
  for (const name in manifest.capabilities) {
    const grant = manifest.capabilities[name]
    if (grant === undefined) continue
    const held = byHolder.get(grant.holder) ?? new Set<string>()
    for (const capability of grant.grants) held.add(capability)
    byHolder.set(grant.holder, held)
  }
  return byHolder
}
