import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { root } from '../../../../scripts/files.mjs'
import { compareBytes, hexToBytes } from '../../base/order.ts'
import type { ValueMap } from '../../codec/value.ts'
import { nodeSha256 } from '../../testing/node-sha256.ts'
import { begin } from '../../testing/run.ts'
import { parseChangeSet, parseManifestFile } from './manifest.ts'
import { activeManifests } from './registry.ts'

interface Manifest extends ValueMap {
  readonly module_id: string
  readonly version: string
}

const read = (path: string) => JSON.parse(readFileSync(`${root}${path}`, 'utf8'))
const lock: readonly { readonly id: string; readonly sha256: string }[] = read(
  'public/modules/modules.lock.json',
)
const declared: readonly { readonly manifest: Manifest }[] = read('modules/modules.json')
const hashOf = (id: string): string => lock.find((row) => row.id === id)?.sha256 ?? ''
const register = declared.map(({ manifest }) => ({ ...manifest, wasm_hash: hashOf(manifest.module_id) }))

test('the manifests of the built-ins read, and what is none is located', () => {
  expect(register.length).toBeGreaterThanOrEqual(10)
  expect(register.map((each) => parseManifestFile(each)).filter(({ ok }) => !ok)).toEqual([])
  expect(parseChangeSet({ register }).ok).toBe(true)
  expect(parseManifestFile({ ...register[0], limits: { max_gas: -1 } })).toMatchObject({
    ok: false,
    fault: { kind: 'input.invalid', path: 'manifest/limits/max_gas' },
  })
  expect(parseChangeSet({ activate: [{ module_id: 'm.a' }] })).toMatchObject({
    fault: { path: 'module_changes/activate/0/version' },
  })
})

test('a world takes all built-ins', () => {
  const files = register.map(({ module_id }) =>
    Uint8Array.from(readFileSync(`${root}public/modules/${module_id}.wasm`)),
  )
  const blobs = (digest: Uint8Array) =>
    files.find((bytes) => compareBytes(nodeSha256.digest(bytes), digest) === 0)
  const run = begin({ blobs })
  for (const { module_id } of register) {
    const wasm_hash = hexToBytes(hashOf(module_id)) ?? new Uint8Array()
    expect(run.try('host', 'module.add_artifact', { wasm_hash })).toMatchObject({ ok: true })
  }
  const activate = register.map(({ module_id, version }) => ({ module_id, version }))
  const events = run.events('host', 'module.change', { changes: { register, activate } })
  expect(events).toHaveLength(2 * register.length)
  expect(activeManifests(run.world.state).map(({ module_id }) => module_id)).toEqual(
    register.map(({ module_id }) => module_id).toSorted(),
  )
})
