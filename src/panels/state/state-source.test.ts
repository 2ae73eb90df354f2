import { expect, test } from 'vitest'
import { ok } from '../../kernel/base/result.ts'
import type { PlainValue, ReplayHost, StateNode } from '../../workers/protocol.ts'
import { createStateSource } from './state-source.ts'

type StateRequest = Parameters<ReplayHost['state']>[0]
type Tree = { readonly [name: string]: PlainValue }

const isBranch = (value: PlainValue | undefined): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A worker that shows `world.state`, and answers at once. */
function createWorker(state: Tree) {
  const world: { state: Tree; asked: StateRequest[] } = { state, asked: [] }
  const childrenOf = (path: string): readonly StateNode[] => {
    const at =
      path === ''
        ? world.state
        : path
            .split('/')
            .reduce<PlainValue | undefined>(
              (value, part) => (isBranch(value) ? value[part] : undefined),
              world.state,
            )
    return Object.entries(isBranch(at) ? at : {}).map(([label, value]) => ({
      path: path === '' ? label : `${path}/${label}`,
      label,
      kind: isBranch(value) ? 'map' : 'leaf',
      childCount: isBranch(value) ? Object.keys(value).length : 0,
      value,
      isChanged: false,
    }))
  }
  const replay: Pick<ReplayHost, 'state'> = {
    state: (request) => {
      world.asked.push(request)
      const nodes = childrenOf(request.path)
      return Promise.resolve(
        ok({
          ...request,
          total: nodes.length,
          nodes: nodes.slice(request.from, request.from + request.count),
        }),
      )
    },
  }
  return { world, replay }
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))

function labels(source: ReturnType<typeof createStateSource>): (string | undefined)[] {
  const { count, tree } = source.read()
  return Array.from({ length: count }, (_, at) => tree.row(at)?.node?.path)
}

const state = {
  agents: { hesper: { name: 'Hesper', pos: { x_cm: 1 } }, juno: { name: 'Juno' } },
  ledger: { data: 4 },
}

test('reads what is open, and again when the playhead moves', async () => {
  const { world, replay } = createWorker(state)
  const source = createStateSource(replay)
  source.setPlace({ world: 'w', mark: '1' })
  await settle()
  expect(labels(source)).toEqual(['agents', 'ledger'])
  source.toggle('agents', true)
  await settle()
  expect(labels(source)).toEqual(['agents', 'agents/hesper', 'agents/juno', 'ledger'])
  world.state = { agents: { hesper: { name: 'Hesper' } }, ledger: { data: 5 } }
  source.setPlace({ world: 'w', mark: '2' })
  await settle()
  expect(labels(source)).toEqual(['agents', 'agents/hesper', 'ledger'])
  const asked = world.asked.length
  source.setPlace({ world: 'w', mark: '2' })
  await settle()
  expect(world.asked).toHaveLength(asked)
})

test('reveals a path by opening everything above it', async () => {
  const { replay } = createWorker(state)
  const source = createStateSource(replay)
  source.setPlace({ world: 'w', mark: '1' })
  expect(await source.reveal('agents/hesper/pos/x_cm')).toBe(4)
  await settle()
  expect(labels(source).slice(0, 5)).toEqual([
    'agents',
    'agents/hesper',
    'agents/hesper/name',
    'agents/hesper/pos',
    'agents/hesper/pos/x_cm',
  ])
  expect(await source.reveal('agents/nobody')).toBe(undefined)
})

test('another world shows nothing of the old one', async () => {
  const { world, replay } = createWorker(state)
  const source = createStateSource(replay)
  source.setPlace({ world: 'w', mark: '1' })
  await settle()
  world.state = { places: {} }
  source.setPlace({ world: 'v', mark: '1' })
  expect(source.read().count).toBe(0)
  await settle()
  expect(labels(source)).toEqual(['places'])
})

test('a path wanted before a world is open is revealed once it is', async () => {
  const { replay } = createWorker(state)
  const source = createStateSource(replay)
  const revealed = source.reveal('agents/juno')
  source.setPlace({ world: 'w', mark: '1' })
  expect(await revealed).toBe(2)
})
