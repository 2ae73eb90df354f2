// @ts-check
/**
 * One forbidden import per rule of .dependency-cruiser.cjs: [the importing file, what it imports].
 * `type:` before the import makes it a type import. check-layers writes them into a tree of their own
 * and expects every one to be found by the rule it stands under.
 * @type {Record<string, [from: string, to: string]>}
 */
export const faultByRule = {
  'no-cycle': ['src/ui/ring.ts', 'src/ui/ring.ts'],
  resolves: ['src/ui/lost.ts', './nowhere.ts'],
  'code-without-tests': ['src/storage/leak.ts', 'src/storage/testing/fake.ts'],
  main: ['src/main.tsx', 'src/storage/thing.ts'],
  panels: ['src/panels/a/store.ts', 'src/storage/thing.ts'],
  'panels-apart': ['src/panels/a/view.tsx', 'src/panels/b/view.tsx'],
  ui: ['src/ui/kernel-state.ts', 'src/kernel/state/thing.ts'],
  workers: ['src/workers/world/back.ts', 'src/ui/thing.ts'],
  'protocol-carries-no-code': ['src/workers/client.ts', 'src/kernel/state/thing.ts'],
  cli: ['src/cli/worker.ts', 'src/workers/world/thing.ts'],
  adapters: ['src/adapters/up.ts', 'src/worlds/thing.ts'],
  storage: ['src/storage/up.ts', 'src/adapters/thing.ts'],
  worlds: ['src/worlds/up.ts', 'src/storage/thing.ts'],
  kernel: ['src/kernel/base/up.ts', 'src/storage/thing.ts'],
  'kernel-without-packages': ['src/kernel/base/pack.ts', 'comlink'],
  'kernel-steps-are-known': ['src/cli/new-step.ts', 'src/kernel/novelty/thing.ts'],
  'kernel-base': ['src/kernel/base/later.ts', 'src/kernel/codec/thing.ts'],
  'kernel-codec': ['src/kernel/codec/later.ts', 'src/kernel/schema/thing.ts'],
  'kernel-wasm': ['src/kernel/wasm/later.ts', 'src/kernel/schema/thing.ts'],
  'kernel-schema': ['src/kernel/schema/later.ts', 'src/kernel/state/thing.ts'],
  'kernel-state': ['src/kernel/state/later.ts', 'src/kernel/journal/thing.ts'],
  'kernel-journal': ['src/kernel/journal/later.ts', 'src/kernel/catalogue/thing.ts'],
  'kernel-catalogue': ['src/kernel/catalogue/later.ts', 'src/kernel/manifest/thing.ts'],
  'kernel-manifest': ['src/kernel/manifest/later.ts', 'src/kernel/packs/core/thing.ts'],
  'kernel-packs': ['src/kernel/packs/core/world.ts', 'src/kernel/world/thing.ts'],
  'kernel-world': ['src/kernel/world/later.ts', 'src/kernel/replay/thing.ts'],
  'kernel-replay': ['src/kernel/replay/later.ts', 'src/kernel/audit/thing.ts'],
  'packs-core': ['src/kernel/packs/core/later.ts', 'src/kernel/packs/space/thing.ts'],
  'packs-space': ['src/kernel/packs/space/later.ts', 'src/kernel/packs/ledger/thing.ts'],
  'packs-ledger': ['src/kernel/packs/ledger/later.ts', 'src/kernel/packs/modules/thing.ts'],
  'packs-modules': ['src/kernel/packs/modules/later.ts', 'src/kernel/packs/effects/thing.ts'],
  'packs-effects': ['src/kernel/packs/effects/later.ts', 'src/kernel/packs/cells/thing.ts'],
  'packs-cells': ['src/kernel/packs/cells/later.ts', 'src/kernel/packs/governance/thing.ts'],
  'browser-without-node': ['src/worlds/disk.ts', 'node:fs'],
}

/**
 * Imports that every rule must let through, in the same tree.
 * @type {[from: string, to: string][]}
 */
export const lawful = [
  ['src/main.tsx', 'src/panels/a/thing.tsx'],
  ['src/panels/registry.ts', 'src/panels/b/view.tsx'],
  ['src/panels/a/thing.tsx', 'src/ui/thing.ts'],
  ['src/panels/a/thing.tsx', 'src/kernel/base/thing.ts'],
  ['src/ui/thing.ts', 'src/workers/protocol.ts'],
  ['src/workers/protocol.ts', 'type:src/kernel/world/thing.ts'],
  ['src/workers/protocol.ts', 'src/workers/shared/callbacks.ts'],
  ['src/workers/world/thing.ts', 'src/worlds/thing.ts'],
  ['src/workers/world/thing.ts', 'comlink'],
  ['src/worlds/thing.ts', 'src/kernel/world/thing.ts'],
  ['src/adapters/thing.ts', 'src/storage/thing.ts'],
  ['src/adapters/node-clock.ts', 'node:fs'],
  ['src/storage/file/rows.ts', 'node:fs'],
  ['src/storage/thing.ts', 'src/kernel/journal/thing.ts'],
  ['src/kernel/audit/thing.ts', 'src/kernel/base/thing.ts'],
  ['src/kernel/packs/ledger/stock.ts', 'src/kernel/packs/space/thing.ts'],
  ['src/kernel/base/thing.test.ts', 'src/kernel/world/thing.ts'],
  ['src/kernel/base/thing.test.ts', 'vitest'],
]
