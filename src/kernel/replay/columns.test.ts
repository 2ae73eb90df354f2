import { expect, test } from 'vitest'
import { LANES } from '../catalogue/lanes.ts'
import { agentMoved, agentRegistered, locationRegistered } from '../packs/space/events.ts'
import { JournalColumns } from './columns.ts'
import { appendColumns, encodeColumns } from './columns-cache.ts'
import { LanePyramid } from './pyramid.ts'
import { Whereabouts } from './whereabouts.ts'

/** A pseudo-random sequence; tests must not differ between runs. */
function sequence(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** Columns of frames with 0 to 4 events in lanes by chance. */
function filled(frames: number): { columns: JournalColumns; lanesByFrame: readonly (readonly number[])[] } {
  const draw = sequence(7)
  const columns = new JournalColumns()
  const kinds = ['domain.agent_moved', 'domain.action_rejected', 'core.tick_advanced', 'unknown.kind']
  const lanesByFrame: number[][] = []
  for (let seq = 0; seq < frames; seq += 1) {
    const row = {
      seq,
      time: Math.floor(seq / 7),
      firstEvent: columns.eventCount + 1,
      kind: 'tick',
      size: 100 + seq,
    }
    expect(columns.openFrame(row)).toEqual({ ok: true, value: undefined })
    const lanes: number[] = []
    for (let count = draw(5); count > 0; count -= 1) {
      columns.appendRow(columns.kindIndex(kinds[draw(kinds.length)] ?? ''), 0, 0)
      lanes.push(columns.laneOf(columns.eventCount))
    }
    lanesByFrame.push(lanes)
  }
  return { columns, lanesByFrame }
}

test('tiles count every event exactly once at every zoom', () => {
  const { columns, lanesByFrame } = filled(3000)
  const draw = sequence(11)
  for (let round = 0; round < 60; round += 1) {
    const first = draw(3000) - 20 + draw(100) / 100
    const last = first + 1 + draw(3000) + draw(100) / 100
    const width = 1 + draw(200)
    const tile = columns.tile({ first, last, columns: width })
    const expected = new Uint32Array(LANES.length * width)
    for (const [seq, lanes] of lanesByFrame.entries()) {
      const column = Math.floor(((seq - first) / (last - first)) * width + 1e-7)
      if (seq < first - 1e-7 || column >= width) continue
      for (const lane of lanes) expected[lane * width + column] = (expected[lane * width + column] ?? 0) + 1
    }
    expect(tile.counts).toEqual(expected)
    expect(tile.ticks.length).toBe(width)
  }
})

test('marks name each event of the steps in view, or nothing when there are too many', () => {
  const { columns, lanesByFrame } = filled(500)
  const marks = columns.marks(10.5, 20, 4096)
  const events = lanesByFrame
    .slice(11, 21)
    .flatMap((lanes, at) => lanes.map((lane) => ({ seq: at + 11, lane })))
  expect([...(marks?.seqs ?? [])]).toEqual(events.map(({ seq }) => seq))
  expect([...(marks?.lanes ?? [])]).toEqual(events.map(({ lane }) => lane))
  for (const [at, eventId] of (marks?.eventIds ?? new Float64Array()).entries())
    expect(columns.seqOfEvent(eventId)).toBe(events[at]?.seq)
  expect(columns.marks(0, 499, 10)).toBeUndefined()
})

test('a pyramid of a million events in 24 lanes stays within 3 MB', () => {
  const pyramid = new LanePyramid(24)
  for (let index = 0; index < 1_000_000; index += 1) pyramid.append(index % 24)
  expect(pyramid.byteLength).toBeLessThan(3e6)
})

test('frames come in order', () => {
  const { columns } = filled(3)
  expect(columns.openFrame({ seq: 4, time: 0, firstEvent: 1, kind: 'tick', size: 1 })).toMatchObject({
    ok: false,
    fault: { kind: 'frame.order' },
  })
})

test('columns stored in runs of frames read back to the same columns', () => {
  const columns = new JournalColumns()
  const pos = (x: number) => ({ x_cm: x, y_cm: 0 - x, z_cm: 0 })
  const profile = { material: 'ice', radius_cm: 5, radiation_emission_per_tick: 1 } as const
  for (let seq = 0; seq < 300; seq += 1) {
    const agent_id = `agent-${seq % 40}`
    const place = { location_id: `place-${seq}`, name: 'Place', pos: pos(seq), profile, resources: {} }
    const events = [
      ...(seq < 40
        ? [agentRegistered.create({ agent_id, pos: pos(0), owner: 'host', name: `N${seq}` })]
        : []),
      ...(seq % 50 === 0 ? [locationRegistered.create(place)] : []),
      agentMoved.create({ agent_id, from: pos(seq), to: pos(Math.floor(seq / 80)) }),
    ]
    const action = { kind: `action.k${seq % 3}`, v: 1, payload: {}, actor: 'host', key: `${seq}` }
    const frame = {
      v: 1,
      seq,
      time: seq * 1000,
      parent: null,
      firstEvent: columns.eventCount + 1,
      events,
    } as const
    expect(columns.append({ ...frame, action: { ...action, origin: 'input' } }, seq)).toMatchObject({
      ok: true,
    })
  }
  const copy = new JournalColumns()
  for (const [from, to] of [
    [0, 30],
    [30, 30],
    [30, 250],
    [250, 300],
  ] as const)
    expect(appendColumns(copy, encodeColumns(columns, from, to))).toEqual({ ok: true, value: undefined })
  expect(encodeColumns(copy, 0, 300)).toEqual(encodeColumns(columns, 0, 300))
  expect(copy.directory.agents).toEqual(columns.directory.agents)
  expect(copy.directory.locations).toEqual(columns.directory.locations)
  expect(copy.tile({ first: 3, last: 290, columns: 31 })).toEqual(
    columns.tile({ first: 3, last: 290, columns: 31 }),
  )
  const [a, b] = [new Float32Array(36), new Float32Array(36)]
  const [here, there] = [new Whereabouts(columns.movement), new Whereabouts(copy.movement)]
  here.moveTo(250, 40)
  there.moveTo(250, 40)
  for (let agent = 0; agent < 40; agent += 1) {
    here.trail(agent, { count: 18, out: a, at: 0 })
    there.trail(agent, { count: 18, out: b, at: 0 })
    expect(b).toEqual(a)
  }
  expect(appendColumns(copy, encodeColumns(columns, 5, 9))).toMatchObject({ ok: false })
  expect(appendColumns(new JournalColumns(), encodeColumns(columns, 0, 9).slice(0, 90))).toMatchObject({
    ok: false,
    fault: { kind: 'file.malformed' },
  })
})
