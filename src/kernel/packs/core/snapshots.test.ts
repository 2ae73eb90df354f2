import { expect, test } from 'vitest'
import { begin } from '../../testing/run.ts'

test('retention drops the oldest unpinned snapshot', () => {
  const run = begin()
  const { world } = run
  run.events('person:ann', 'action.create_snapshot', { name: 'kept', pinned: true })
  for (const name of ['a', 'b', 'c']) run.events('person:ann', 'action.create_snapshot', { name })
  expect(world.state.keys('snapshots')).toEqual(['b', 'c', 'kept'])
  expect(run.rejection('person:ann', 'action.create_snapshot', { name: 'c' })).toMatchObject({
    type: 'SnapshotAlreadyExists',
  })
  expect(run.rejection('bob', 'action.create_snapshot', { name: 'd' })).toMatchObject({
    type: 'CapabilityMissing',
  })
})

test('a world that keeps no unpinned snapshots names and drops them in one frame', () => {
  const run = begin({}, { snapshotsMax: 0 })
  run.events('person:ann', 'action.create_snapshot', { name: 'kept', pinned: true })
  expect(run.events('person:ann', 'action.create_snapshot', { name: 'a' })).toEqual([
    ['snapshot.created', { name: 'a', pinned: false }],
    ['snapshot.dropped', { name: 'a' }],
  ])
  expect(run.world.state.keys('snapshots')).toEqual(['kept'])
})
