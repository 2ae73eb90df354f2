import { expect, test } from 'vitest'
import { nodeSha256 as sha256 } from '../../kernel/testing/node-sha256.ts'
import { createMemoryStorage } from '../../storage/memory/memory-storage.ts'
import { valueOf } from '../testing/answers.ts'
import { createMemoryLocks } from '../testing/memory-locks.ts'
import { createWorldHost } from './world-host.ts'

async function openTwoBranches() {
  const storage = createMemoryStorage()
  const host = createWorldHost({
    storage: async () => Promise.resolve({ ok: true, value: storage }),
    sha256: async () => Promise.resolve(sha256),
    prefix: () => `branches-${Math.random()}`,
    locks: createMemoryLocks(),
  })
  const { world } = valueOf(await host.open({ kind: 'scenario', id: 'first-light' }))
  const store = valueOf(await storage.openWorld(world.worldKey))
  const [main] = valueOf(await store.branches())
  if (main === undefined) throw new Error('the world has no branch')
  const head = main.head
  valueOf(
    await store.commit({
      branch: 'child',
      expectedHead: undefined,
      forkOf: { branch: 'main', at: head },
      head,
      closed: [],
      tail: [],
      blobs: [],
      durability: 'strict',
    }),
  )
  return { host, genesis: world.genesis }
}

test('a branch that the world has may be named when it is opened', async () => {
  const { host, genesis } = await openTwoBranches()
  expect(await host.open({ kind: 'genesis', genesis, branch: 'child' })).toMatchObject({ ok: true })
})

test('a branch that is not there is located, and the open world stays open', async () => {
  const { host, genesis } = await openTwoBranches()
  const located = { ok: false, fault: { kind: 'world.unknown', path: 'nope', reason: 'branch' } }
  for (const source of [
    { kind: 'genesis', genesis },
    { kind: 'scenario', id: 'first-light' },
    { kind: 'scenario', id: 'swarm' },
  ] as const) {
    expect(await host.open({ ...source, branch: 'nope' })).toEqual(located)
  }
  expect(await host.worlds()).toHaveLength(1)
  expect(await host.setRunning(false)).toEqual({ ok: true, value: undefined })
})
