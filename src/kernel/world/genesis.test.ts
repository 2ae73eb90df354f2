import { expect, test } from 'vitest'
import type { EventDraft } from '../catalogue/define.ts'
import { stockAdjusted } from '../packs/ledger/events.ts'
import { artifactAdded } from '../packs/modules/events.ts'
import { agentRegistered, locationRegistered } from '../packs/space/events.ts'
import { nodeSha256 } from '../testing/node-sha256.ts'
import { specOf } from '../testing/run.ts'
import { at } from '../testing/trial.ts'
import { createWorld } from './genesis.ts'

const begin = (...events: readonly EventDraft[]) =>
  createWorld({ ...specOf(), events }, { sha256: nodeSha256 })

const profile = { material: 'metal', radius_cm: 100, radiation_emission_per_tick: 0 } as const
const MOST = Number.MAX_SAFE_INTEGER

const location = (location_id: string, data: number) =>
  locationRegistered.create({ location_id, name: location_id, pos: at(0), profile, resources: { data } })

const agent = (agent_id: string, data: number) => [
  agentRegistered.create({ agent_id, pos: at(0), owner: agent_id }),
  stockAdjusted.create({
    holder_type: 'agent',
    holder: agent_id,
    kind: 'data',
    delta: data,
    reason: 'start',
  }),
]

test('a world that begins with what nobody minted is refused, and the fault says which resource', () => {
  expect(begin(location('a', 5))).toEqual({
    ok: false,
    fault: { kind: 'input.invalid', path: 'ledger/data', reason: 'ledger.conservation' },
  })
})

test('sums that a number cannot count are refused, not rounded', () => {
  expect(begin(location('a', MOST), location('b', MOST))).toMatchObject({
    fault: { kind: 'input.invalid', path: 'ledger/data', reason: 'ledger.conservation' },
  })
  expect(begin(...agent('ada', MOST), ...agent('bob', 1))).toMatchObject({
    fault: { kind: 'input.invalid', path: 'ledger/data' },
  })
  expect(begin(...agent('ada', MOST))).toMatchObject({ ok: true })
})

test('a world does not begin with bytes that frame 0 cannot name', () => {
  const wasm_hash = new Uint8Array(32)
  const added = artifactAdded.create({ wasm_hash, size: 8, entries: [], added_by: 'host' })
  expect(begin(...agent('ada', 1), added)).toMatchObject({
    ok: false,
    fault: { kind: 'input.invalid', path: 'genesis/events/4' },
  })
})
