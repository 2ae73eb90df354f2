import { expect, test } from 'vitest'
import { InvariantViolation } from '../../kernel/base/assert.ts'
import { defineAction, definePack } from '../../kernel/catalogue/define.ts'
import { nodeSha256 as sha256 } from '../../kernel/testing/node-sha256.ts'
import { CATALOGUE, createCatalogue } from '../../kernel/world/catalogue.ts'
import { createWorld } from '../../kernel/world/genesis.ts'
import { createMemoryStorage } from '../../storage/memory/memory-storage.ts'
import { FIRST_LIGHT } from '../../worlds/first-light/first-light.ts'
import { valueOf } from '../testing/answers.ts'
import { Leader } from './leader.ts'
import { createLivePorts } from './live-world.ts'
import { startOfBranch } from '../../storage/journal-batch.ts'

/** An action with which a rule of ours breaks. */
const breaking = defineAction({
  kind: 'action.break',
  version: 1,
  summary: 'Breaks the world.',
  fields: {},
  decide: () => {
    throw new InvariantViolation('Nothing breaks.', { seq: 7 })
  },
})
const none = { collections: [], events: [], invariants: [] }
const CATALOGUE_THAT_BREAKS = createCatalogue([
  ...CATALOGUE.packs,
  definePack({ ...none, id: 'breaking', actions: [breaking] }),
])

test('what was executed before a rule broke is written, and the next use goes on from there', async () => {
  const storage = createMemoryStorage()
  const store = valueOf(await storage.openWorld('w'))
  const told: string[] = []
  const leader = new Leader(
    { storage, store, branch: 'main', sha256 },
    {
      onDurable: () => undefined,
      onRunning: (isRunning, reason) => void told.push(`${isRunning} ${reason}`),
      onHalted: ({ kind, reason, seq }) => void told.push(`${kind} ${reason} ${seq}`),
      onConflict: () => undefined,
    },
  )
  const { ports, offer } = createLivePorts(sha256)
  const spec = valueOf(FIRST_LIGHT.genesis(1))
  const { world, frame } = valueOf(createWorld(spec, { ...ports, catalogue: CATALOGUE_THAT_BREAKS }))
  valueOf(await leader.adopt({ world, offer, start: startOfBranch('main') }, frame))
  valueOf(await leader.run(1000))
  await expect.poll(() => world.head.time).toBeGreaterThan(2)

  const broken = await leader.submit({ kind: 'action.break', payload: {}, actor: 'host', key: 'b' })
  expect(broken).toMatchObject({ fault: { kind: 'world.halted', reason: 'invariant', seq: 7 } })
  const executed = world.head
  const live = valueOf(await leader.live())
  expect(live.head).toEqual(executed)
  expect(valueOf(await store.journal('main')).branch.head).toEqual(executed)
  expect(world.head).toEqual(executed)
  expect(told).toEqual(['true undefined', 'false halted', 'world.halted invariant 7'])
  valueOf(await leader.runTicks(1, () => undefined))
  await leader.close()
})
