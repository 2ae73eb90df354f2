import { afterEach, expect, test } from 'vitest'
import { createSha256 } from '../../adapters/sha256.ts'
import { bytesToHex } from '../../kernel/base/order.ts'
import { Playback } from '../../kernel/replay/playback.ts'
import type { PositionView, StateNode } from '../protocol.ts'
import { valueToPlain } from '../shared/plain-value.ts'
import { valueOf } from '../testing/answers.ts'
import { type SampleRun, sampleRun } from '../testing/sample-world.ts'
import { freshPrefix, openTab, type Tab } from '../testing/tabs.ts'

const tabs: Tab[] = []
const tab = async (prefix: string): Promise<Tab> => {
  const opened = await openTab(prefix)
  tabs.push(opened)
  return opened
}
afterEach(() => {
  for (const opened of tabs.splice(0)) opened.terminate()
})

interface Opened extends Tab {
  readonly worldKey: string
  readonly sample: SampleRun
  readonly agents: readonly { readonly id: string }[]
}

async function openRun(id: string, ticks: number, agents?: number): Promise<Opened> {
  const opened = await tab(freshPrefix())
  const { world } = valueOf(
    await opened.world.open({ kind: 'scenario', id, ...(agents === undefined ? {} : { agents }) }),
  )
  valueOf(await opened.world.runTicks(ticks))
  valueOf(await opened.replay.open(world.worldKey, 'main'))
  const { agents: known } = await opened.replay.directory()
  const sample = sampleRun(await createSha256(), ticks, id, agents)
  return { ...opened, worldKey: world.worldKey, sample, agents: known }
}

/** Replays from genesis in memory. */
function playbackAt(sample: SampleRun, seq: number, k?: number): Playback {
  const playback = new Playback()
  const moved = playback.moveTo(
    { seq, ...(k === undefined ? {} : { k }) },
    (wanted) => sample.frames[wanted]?.frame,
  )
  expect(moved).toEqual({ ok: true, value: true })
  return playback
}

function expectMap({ sample, agents }: Opened, view: PositionView): void {
  const { state } = playbackAt(sample, view.seq, view.k)
  const expected = agents.flatMap(({ id }) => {
    const pos = state.get('agents', id)?.['pos'] as { x_cm: number; y_cm: number } | undefined
    return [pos?.x_cm ?? Number.NaN, pos?.y_cm ?? Number.NaN]
  })
  expect([...view.map.agents]).toEqual(expected)
}

/** The whole state at the playhead, leaf by leaf. */
async function readState({ replay }: Tab, path = ''): Promise<readonly StateNode[]> {
  const leaves: StateNode[] = []
  const page = valueOf(await replay.state({ token: 1, path, from: 0, count: 1000 }))
  for (const node of page.nodes) {
    if (node.kind === 'leaf') leaves.push(node)
    else leaves.push(...(await readState({ replay } as Tab, node.path)))
  }
  return leaves
}

test('seeks and steps show what a replay of the prefix shows', async () => {
  const opened = await openRun('first-light', 25)
  const { replay, sample } = opened
  const { length } = sample.frames
  for (const seq of [0, 1, length - 1, 7, 180, 181, 60, length - 2]) {
    const view = valueOf(await replay.seek({ token: seq, seq }))
    const record = sample.frames[seq]
    expect(view).toMatchObject({ token: seq, seq, k: record?.frame.events.length, time: record?.frame.time })
    expect(view.hash).toBe(bytesToHex(record?.hash ?? new Uint8Array()))
    const { seal } = record?.frame ?? {}
    expect(view.root).toBe(seal === undefined ? undefined : bytesToHex(seal.root))
    expectMap(opened, view)
  }
  let view = valueOf(await replay.seek({ token: 1, seq: 100 }))
  for (const direction of [1, 1, 1, -1, -1, -1, -1, -1] as const) {
    const before = view
    view = valueOf(await replay.step({ token: 2, direction, by: 'event' }))
    const distance = sample.frames
      .slice(Math.min(before.seq, view.seq), Math.max(before.seq, view.seq))
      .reduce((sum, { frame }) => sum + frame.events.length, 0)
    expect(Math.abs(direction * distance + view.k - before.k)).toBe(1)
    expectMap(opened, view)
  }
  const tick = valueOf(await replay.step({ token: 3, direction: 1, by: 'tick' }))
  expect(sample.frames[tick.seq]?.frame.action.kind).toBe('tick')
  expect(tick.time).toBe(view.time + 1)
})

test('the state at the playhead is the folded one, with what the frame wrote marked', async () => {
  const opened = await openRun('first-light', 12)
  const { replay, sample } = opened
  for (const [seq, k] of [
    [90, undefined],
    [33, undefined],
    [34, undefined],
    [sample.frames.length - 1, 0],
    [2, undefined],
  ] as const) {
    const view = valueOf(await replay.seek({ token: 1, seq, ...(k === undefined ? {} : { k }) }))
    const { state } = playbackAt(sample, seq, view.k)
    const leaves = await readState(opened)
    const expected: string[] = []
    for (const name of state.collectionNames())
      for (const [key] of state.entries(name)) expected.push(`${name}/${key}`)
    const records = new Set(
      leaves.map(({ path }) => path.split('/').slice(0, 2).join('/').replaceAll('~1', '/')),
    )
    for (const path of expected) {
      const [name = '', ...key] = path.split('/')
      const record = state.get(name, key.join('/'))
      if (record !== undefined && Object.keys(record).length > 0 && name !== 'manifest')
        expect(records).toContain(path)
    }
    const step = valueOf(await replay.stepView(seq))
    const marked = leaves.filter(({ isChanged }) => isChanged).map(({ path }) => path)
    for (const change of step.changes.filter(({ op }) => op === 'changed')) {
      const leaf = leaves.find(({ path }) => path === change.path)
      if (leaf === undefined) continue
      expect(marked).toContain(change.path)
      if (view.k === view.eventsInFrame) expect(leaf.value).toEqual(change.after)
    }
  }
})

test('a step says what was asked, what happened and which fields changed from what to what', async () => {
  const { replay, sample } = await openRun('first-light', 10)
  for (const { frame, hash, bytes } of sample.frames.slice(1, 80)) {
    const view = valueOf(await replay.stepView(frame.seq))
    expect(view.hash).toBe(bytesToHex(hash))
    expect(view.parent).toBe(bytesToHex(sample.frames[frame.seq - 1]?.hash ?? new Uint8Array()))
    expect(view.bytes).toBe(bytes.length)
    expect(view.action).toMatchObject({ kind: frame.action.kind, actor: frame.action.actor, origin: 'input' })
    expect(view.events.map(({ payload }) => payload)).toEqual(
      frame.events.map(({ payload }) => valueToPlain(payload)),
    )
    const moved = frame.events.find(({ kind }) => kind === 'domain.agent_moved')
    if (moved === undefined) continue
    const { from, to, agent_id } = moved.payload as {
      from: { x_cm: number }
      to: { x_cm: number }
      agent_id: string
    }
    if (from.x_cm === to.x_cm) continue
    const path = `agents/${agent_id}/pos/x_cm`
    expect(view.changes).toContainEqual({ path, op: 'changed', before: from.x_cm, after: to.x_cm })
    expect(view.claimedAtMs).toBeGreaterThan(0)
  }
})

test('events are listed by kind, by agent and by words', async () => {
  const opened = await openRun('first-light', 15)
  const { replay, sample } = opened
  const events = sample.frames.flatMap(({ frame }) =>
    frame.events.map((event, index) => ({ ...event, seq: frame.seq, eventId: frame.firstEvent + index })),
  )
  const ask = async (filter: Parameters<typeof replay.events>[0]['filter'], from = 0) =>
    replay.events({ token: 1, filter, from, count: 200, at: 50 })
  const all = await ask({})
  expect(all.total).toBe(events.length)
  expect(all.rows.map(({ kind }) => kind)).toEqual(events.slice(0, 200).map(({ kind }) => kind))
  expect(all.playheadIndex).toBe(events.findLastIndex(({ seq }) => seq <= 50))
  const moves = await ask({ kinds: ['domain.agent_moved'] })
  expect(moves.total).toBe(events.filter(({ kind }) => kind === 'domain.agent_moved').length)
  const agent = opened.agents[3]?.id ?? ''
  const named = await ask({ agent, kinds: ['domain.agent_moved'] })
  expect(named.rows.map(({ eventId }) => eventId)).toEqual(
    events
      .filter(({ kind, payload }) => kind === 'domain.agent_moved' && payload['agent_id'] === agent)
      .map(({ eventId }) => eventId)
      .slice(0, 200),
  )
  const words = await ask({ text: agent.toUpperCase() })
  expect(words.isPartial).toBeUndefined()
  expect(words.total).toBe(events.filter(({ payload }) => JSON.stringify(payload).includes(agent)).length)
  expect((await ask({ text: 'agent_id' })).total).toBe(0)
})

test('follows the durable head, and verifies and compares what is there', async () => {
  const opened = await openRun('first-light', 8)
  const { world, replay, worldKey, sample } = opened
  const head = valueOf(await world.runTicks(6))
  expect(valueOf(await replay.advance(head))).toEqual(head)
  const tile = await replay.timeline({ token: 4, first: 0, last: head.seq + 1, columns: 10 })
  expect(tile.counts.reduce((sum, count) => sum + count, 0)).toBe(head.events)
  const progress: number[] = []
  const report = valueOf(await replay.verify({}, ({ done }) => void progress.push(done)))
  expect(report).toMatchObject({ ok: true, frames: head.seq + 1, headHash: head.hash })
  expect(report.seals).toEqual({ intact: true, authentic: true, reproduced: true })
  expect(progress.length).toBeGreaterThan(0)
  expect(valueOf(await replay.compare({ worldKey, branch: 'main' }))).toMatchObject({ equal: true })
  const found = await replay.searchState({ token: 1, text: opened.agents[0]?.id ?? '', count: 10 })
  expect(found.nodes.map(({ path }) => path)).toContain(`agents/${opened.agents[0]?.id}`)
  expect(sample.frames.length).toBeLessThan(head.seq)
})

test('keyframes and packs made behind lead to the same states, also after reopening', async () => {
  const opened = await openRun('swarm', 12, 900)
  const { replay, sample, worldKey } = opened
  await expect
    .poll(async () => (await replay.markers()).filter(({ kind }) => kind === 'keyframe').length, {
      timeout: 15_000,
    })
    .toBeGreaterThan(1)
  for (const round of [0, 1]) {
    for (const seq of [9000, 4000, 10_500, 5, 7777, 7770]) {
      const view = valueOf(await replay.seek({ token: round, seq }))
      expectMap(opened, view)
      const agent = opened.agents[seq % 900]?.id ?? ''
      const page = valueOf(await replay.state({ token: 1, path: `agents/${agent}/pos`, from: 0, count: 5 }))
      const pos = playbackAt(sample, seq).state.get('agents', agent)?.['pos'] as
        | Record<string, number>
        | undefined
      for (const { label, value } of page.nodes) expect(value).toBe(pos?.[label])
    }
    valueOf(await replay.open(worldKey, 'main'))
  }
})

test('after a rollback everybody is where the state says, and the recording is reproduced', async () => {
  const opened = await openRun('first-light', 4)
  const { world, replay, worldKey, sample } = opened
  const target = sample.frames.find(({ frame }) => frame.time === 2)
  const payload = { toSeq: target?.frame.seq ?? 0, toHash: target?.hash ?? new Uint8Array(), reason: 'again' }
  const back = valueOf(await world.submit({ kind: 'rollback', payload, actor: 'person:ada', key: 'r1' }))
  const head = valueOf(await world.runTicks(3))
  valueOf(await replay.open(worldKey, 'main'))
  for (const seq of [back.seq, back.seq - 1, back.seq + 5, head.seq, back.seq]) {
    const view = valueOf(await replay.seek({ token: 1, seq }))
    for (const [index, { id }] of opened.agents.entries()) {
      const page = valueOf(await replay.state({ token: 1, path: `agents/${id}/pos`, from: 0, count: 5 }))
      const x = page.nodes.find(({ label }) => label === 'x_cm')?.value
      expect(view.map.agents[2 * index]).toBe(x)
    }
  }
  const before = valueOf(await replay.seek({ token: 1, seq: payload.toSeq }))
  const after = valueOf(await replay.seek({ token: 1, seq: back.seq }))
  expect([...after.map.agents]).toEqual([...before.map.agents])
  const step = valueOf(await replay.stepView(back.seq))
  expect(step.changes.some(({ path }) => path.startsWith('agents/'))).toBe(true)
  const report = valueOf(await replay.verify({}))
  expect(report).toMatchObject({ ok: true, seals: { intact: true, authentic: true, reproduced: true } })
  expect((await replay.markers()).filter(({ kind }) => kind === 'governance').map(({ seq }) => seq)).toEqual([
    back.seq,
  ])
})
