import { fault } from '../../kernel/base/fault.ts'
import { fail, ok } from '../../kernel/base/result.ts'
import type {
  EventFilter,
  EventRow,
  PlainValue,
  ReplayHost,
  SealReport,
  StateNode,
  StepView,
  TimelineTile,
} from '../../workers/protocol.ts'
import { fakeEvents, fakeHash, fakeHead, fakePosition, fakeTime, type FakeWorld } from './fake-world.ts'

export interface FakeReplayOptions {
  /** What Verify answers. */
  readonly isTampered: boolean
  /** Milliseconds before each answer, to see waiting. */
  readonly delayMs: number
}

const MARKS_MAX = 4096
const TONE_COUNT = 10

function leaf(path: string, label: string, value: PlainValue): StateNode {
  return { path, label, kind: 'leaf', childCount: 0, value, isChanged: false }
}

function stateNodes(world: FakeWorld, path: string): readonly StateNode[] {
  const parts = path === '' ? [] : path.split('/')
  const [collection, key, field] = parts
  const ids = collection === 'agents' ? world.directory.agents : world.directory.locations
  if (collection === undefined)
    return ['agents', 'locations'].map((name) => ({
      path: name,
      label: name,
      kind: 'collection',
      childCount: name === 'agents' ? world.directory.agents.length : world.directory.locations.length,
      isChanged: name === 'agents',
    }))
  if (key === undefined)
    return ids.map(({ id }) => ({
      path: `${collection}/${id}`,
      label: id,
      kind: 'record',
      childCount: 2,
      isChanged: false,
    }))
  if (field === undefined)
    return [
      leaf(`${path}/name`, 'name', ids.find(({ id }) => id === key)?.name ?? key),
      { path: `${path}/resources`, label: 'resources', kind: 'map', childCount: 2, isChanged: true },
    ]
  return [leaf(`${path}/electricity`, 'electricity', 64), leaf(`${path}/hardware`, 'hardware', 3)]
}

/** A step with every sort of difference in it. */
function fakeStep(world: FakeWorld, at: number): StepView {
  const events = fakeEvents(world, at)
  const isTick = events[0]?.kind === 'core.tick_advanced'
  return {
    seq: at,
    time: fakeTime(world, at),
    hash: fakeHash(at),
    ...(at === 0 ? {} : { parent: fakeHash(at - 1) }),
    bytes: 412,
    action: {
      kind: at === 0 ? 'genesis' : isTick ? 'tick' : 'action.move_agent',
      payload: { agent_id: 'agent-07', by: 1 },
      actor: isTick ? 'host' : 'agent-07',
      key: `t${at}`,
      origin: isTick ? 'input' : 'derived',
      via: isTick ? 'clock' : 'driver',
    },
    isRejected: events[0]?.kind === 'domain.action_rejected',
    events,
    changes: [
      { path: 'agents/agent-07/last_active', op: 'changed', before: 4580, after: 4581 },
      { path: 'agents/agent-07/pos/x_cm', op: 'changed', before: 5_112_000, after: 5_850_000 },
      { path: 'agents/agent-07/resources/electricity', op: 'changed', before: 41, after: 35 },
      {
        path: 'bodies/agent-07',
        op: 'added',
        after: { frame_kind: 'standard_frame', slot_capacity: 7, slots: [{ slot_id: 'slot-1' }], cargo: [] },
      },
      { path: 'ledger/electricity/balance', op: 'changed', before: 9208, after: 9214 },
      { path: 'visual_entities/beacon-7', op: 'removed', before: { label: 'beacon' } },
      { path: 'idempotency/0000000000000644', op: 'changed', before: { time: 1 }, after: { time: 2 } },
      { path: 'meta/clock/time', op: 'changed', before: 4580, after: 4581 },
    ],
    ...(at % 13 === 1 ? { seal: { root: fakeHash(at + 7), manifest: fakeHash(3) } } : {}),
    because:
      at > 3 ? [{ seq: at - 3, kind: 'core.tick_advanced', payload: { time: fakeTime(world, at) } }] : [],
    ledTo: fakeEvents(world, at + 13)
      .slice(0, 1)
      .map(({ seq, eventId, kind, payload }) => ({ seq, eventId, kind, payload })),
  }
}

/** Every event that a filter keeps. Counted afresh each time: a fake may be slow. */
function filteredEvents(world: FakeWorld, filter: EventFilter): readonly EventRow[] {
  const rows: EventRow[] = []
  for (let at = 0; at <= world.headSeq; at += 1) {
    for (const event of fakeEvents(world, at)) {
      const text = JSON.stringify([event.kind, event.payload]).toLowerCase()
      const isKind =
        filter.kinds === undefined || filter.kinds.length === 0 || filter.kinds.includes(event.kind)
      const isAgent = filter.agent === undefined || text.includes(`"${filter.agent}"`)
      if (isKind && isAgent && text.includes((filter.text ?? '').toLowerCase())) rows.push(event)
    }
  }
  return rows
}

/** Waits a real moment so that pending states can be seen. */
function after<Value>(delayMs: number, value: () => Value): Promise<Value> {
  return delayMs === 0
    ? Promise.resolve().then(value)
    : new Promise((resolve) => setTimeout(() => resolve(value()), delayMs))
}

export function createFakeReplayHost(
  worldOf: (worldKey: string) => FakeWorld,
  options: FakeReplayOptions,
): ReplayHost {
  let world = worldOf('')
  let seq = 0
  let k: number | undefined
  let isCancelled = false
  const answer = <Value>(value: () => Value): Promise<Value> => after(options.delayMs, value)
  const show = (token: number) => ok(fakePosition(world, seq, k, token))

  const tile = (first: number, last: number, columns: number, token: number): TimelineTile => {
    const counts = new Uint32Array(TONE_COUNT * columns)
    const ticks = new Float64Array(columns)
    const seqs: number[] = []
    const lanes: number[] = []
    const ids: number[] = []
    const span = last - first
    for (let column = 0; column < columns; column += 1)
      ticks[column] = fakeTime(world, first + (span * column) / columns)
    for (let at = Math.max(0, Math.ceil(first)); at <= Math.min(last, world.headSeq); at += 1)
      for (const event of fakeEvents(world, at)) {
        const column = Math.min(columns - 1, Math.floor(((at - first) / span) * columns))
        const slot = (event.tone - 1) * columns + column
        counts[slot] = (counts[slot] ?? 0) + 1
        seqs.push(at)
        lanes.push(event.tone - 1)
        ids.push(event.eventId)
      }
    const base = { token, first, last, columns, counts, ticks }
    if (seqs.length > MARKS_MAX) return base
    return {
      ...base,
      marks: {
        seqs: Float64Array.from(seqs),
        lanes: Uint8Array.from(lanes),
        eventIds: Float64Array.from(ids),
      },
    }
  }

  const report = (): SealReport => {
    const head = fakeHead(world)
    const base = { frames: head.seq + 1, events: head.events, headHash: head.hash, stateRoot: fakeHash(9) }
    if (!options.isTampered)
      return { ...base, ok: true, seals: { intact: true, authentic: true, reproduced: true } }
    const bad = Math.floor(head.seq * 0.66)
    return {
      ...base,
      ok: false,
      seals: { intact: false, authentic: false, reproduced: false },
      fault: fault('frame.hash', { seq: bad, expected: fakeHash(bad), actual: fakeHash(bad + 1) }),
    }
  }

  return {
    open(worldKey, branch) {
      world = worldOf(worldKey)
      const lanes = Array.from({ length: TONE_COUNT }, (_, index) => ({
        id: `lane-${index + 1}`,
        tone: index + 1,
      }))
      return answer(() =>
        ok({ genesis: fakeHash(world.options.agents), branch, head: fakeHead(world), lanes }),
      )
    },
    advance: (head) => answer(() => ok(head)),
    directory: () => answer(() => world.directory),
    seek: (request) =>
      answer(() => {
        seq = request.seq
        k = request.k
        return show(request.token)
      }),
    step: (request) =>
      answer(() => {
        const by = request.by === 'tick' ? world.framesPerTick : 1
        seq = Math.min(world.headSeq, Math.max(0, seq + request.direction * by))
        return show(request.token)
      }),
    timeline: (request) => answer(() => tile(request.first, request.last, request.columns, request.token)),
    markers: () =>
      answer(() => [
        { seq: Math.floor(world.headSeq * 0.3), kind: 'bookmark' as const, label: 'Ledger off by one' },
        { seq: Math.floor(world.headSeq * 0.66), kind: 'fault' as const, label: 'Hesper runs dry' },
      ]),
    events: (request) =>
      answer(() => {
        const all = filteredEvents(world, request.filter)
        return {
          token: request.token,
          total: all.length,
          from: request.from,
          rows: all.slice(request.from, request.from + request.count),
          playheadIndex: all.findLastIndex((event) => event.seq <= request.at),
        }
      }),
    stepView: (at) => answer(() => ok(fakeStep(world, at))),
    state: (request) =>
      answer(() => {
        const nodes = stateNodes(world, request.path)
        return ok({
          ...request,
          total: nodes.length,
          nodes: nodes.slice(request.from, request.from + request.count),
        })
      }),
    searchState: (request) =>
      answer(() => {
        const wanted = request.text.toLowerCase()
        const found = ['agents', 'locations']
          .flatMap((name) => stateNodes(world, name))
          .flatMap((record) => [record, ...stateNodes(world, record.path)])
          .filter((node) =>
            `${node.label} ${JSON.stringify(node.value ?? '')}`.toLowerCase().includes(wanted),
          )
        return {
          token: request.token,
          path: '',
          total: found.length,
          from: 0,
          nodes: found.slice(0, request.count),
        }
      }),
    async verify(_options, onProgress) {
      isCancelled = false
      for (let done = 0; done <= 100; done += 5) {
        onProgress?.({ stage: 'verify', done, total: 100 })
        await after(Math.max(options.delayMs, 16), () => undefined)
        if (isCancelled) return fail(fault('input.invalid', { reason: 'cancelled' }))
      }
      return ok(report())
    },
    cancelVerify: () =>
      answer(() => {
        isCancelled = true
      }),
    compare: () => answer(() => ok({ equal: true, hashCompares: 1 })),
  }
}
