/** A synthetic world whose every step is a pure function of its number: enough to draw, scrub and list without a kernel. */
import type {
  Directory,
  EventRow,
  HeadInfo,
  MapView,
  PlainValue,
  PositionView,
} from '../../workers/protocol.ts'

export interface FakeWorldOptions {
  readonly worldKey: string
  readonly name: string
  readonly agents: number
  readonly ticks: number
}

interface FakeWorld {
  readonly options: FakeWorldOptions
  readonly directory: Directory
  readonly framesPerTick: number
  headSeq: number
}

const KM = 100_000
const AGENT_NAMES = [
  'Alder',
  'Brine',
  'Cobalt',
  'Dray',
  'Ember',
  'Fenn',
  'Gault',
  'Hesper',
  'Ibis',
  'Juno',
  'Kite',
  'Lumen',
]
const PLACES: readonly (readonly [
  name: string,
  x: number,
  y: number,
  radius: number,
  material: string,
  radiation: number,
])[] = [
  ['Origin', 41, 27, 1.5, 'metal', 0],
  ['Kessel Ridge', 58.5, 19.5, 2.1, 'silicate', 0],
  ['Anvil', 51, 25, 1.1, 'metal', 0],
  ['Low Lantern', 60.4, 31.8, 1.7, 'composite', 9],
  ['Mirror Ice', 23, 16, 2.3, 'ice', 6],
  ['Tharsis Shard', 33, 38.5, 1.4, 'silicate', 0],
  ['Basalt Row', 17.5, 33, 1.2, 'silicate', 0],
  ['Ferrous Gate', 47, 43.5, 1.6, 'metal', 3],
  ['Sable', 72, 14, 1.3, 'carbon', 0],
  ['Quill', 36, 10.5, 0.9, 'ice', 0],
  ['Ninefold', 76.8, 28.5, 1.1, 'carbon', 0],
  ['Cairn', 9.5, 21, 0.9, 'silicate', 0],
]
const TONES = [1, 1, 4, 1, 2, 1, 3, 6]
const TRAIL_POINTS = 18

/** A number in 0…1 that depends on nothing but its arguments. */
function noise(a: number, b: number): number {
  let h = Math.imul(a + 0x6d2b, 0x9e3779b1) ^ Math.imul(b + 0x51ed, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39)
  return ((h ^ (h >>> 15)) >>> 0) / 4_294_967_296
}

export function createFakeWorld(options: FakeWorldOptions): FakeWorld {
  const framesPerTick = Math.min(options.agents, 40) + 1
  return {
    options,
    framesPerTick,
    headSeq: options.ticks * framesPerTick,
    directory: {
      version: 1,
      agents: Array.from({ length: options.agents }, (_, index) => ({
        id: `agent-${String(index).padStart(2, '0')}`,
        name: AGENT_NAMES[index] ?? `Agent ${index}`,
      })),
      locations: PLACES.map(([name, , , radius, material, radiation]) => ({
        id: name.toLowerCase().replaceAll(' ', '-'),
        name,
        material,
        radiusCm: radius * KM,
        radiation,
      })),
    },
  }
}

export type { FakeWorld }

export function fakeHash(seq: number): string {
  let text = ''
  for (let part = 0; text.length < 64; part += 1)
    text += Math.floor(noise(seq, part) * 0xffff_ffff)
      .toString(16)
      .padStart(8, '0')
  return text.slice(0, 64)
}

export function fakeTime(world: FakeWorld, seq: number): number {
  return Math.ceil(seq / world.framesPerTick)
}

export function fakeHead(world: FakeWorld): HeadInfo {
  const seq = world.headSeq
  return { seq, hash: fakeHash(seq), time: fakeTime(world, seq), events: seq * 2 }
}

function agentTick(world: FakeWorld, seq: number, agent: number): number {
  const slot = agent % (world.framesPerTick - 1)
  return Math.max(0, Math.floor((seq - 2 - slot) / world.framesPerTick) + 1)
}

function place(world: FakeWorld, agent: number, tick: number): readonly [number, number] {
  const isSwarm = world.options.agents > AGENT_NAMES.length
  const home = PLACES[(agent * 5) % PLACES.length] ?? PLACES[0]
  const [, hx = 40, hy = 25] = home ?? []
  const phase = noise(agent, 1) * 6.28
  const speed = 0.02 + noise(agent, 2) * 0.05
  const reach = isSwarm ? 4 + noise(agent, 3) * 22 : 2 + noise(agent, 3) * 5
  const angle = phase + tick * speed
  const x = hx + Math.cos(angle) * reach + Math.sin(angle * 2.3 + agent) * 1.4
  const y = hy + Math.sin(angle * 1.1) * reach * 0.6 + Math.cos(angle * 1.7) * 1.2
  return [x * KM, y * KM]
}

function mapAt(world: FakeWorld, seq: number): MapView {
  const count = world.options.agents
  const agents = new Float32Array(count * 2)
  const tones = new Uint8Array(count)
  const locations = new Float32Array(PLACES.flatMap(([, x, y]) => [x * KM, y * KM]))
  const trails = count <= 400 ? new Float32Array(count * TRAIL_POINTS * 2).fill(Number.NaN) : undefined
  for (let agent = 0; agent < count; agent += 1) {
    const tick = agentTick(world, seq, agent)
    const [x, y] = place(world, agent, tick)
    agents[agent * 2] = x
    agents[agent * 2 + 1] = y
    tones[agent] = seq === 0 ? 0 : (TONES[Math.floor(noise(agent, tick) * TONES.length)] ?? 1)
    for (let point = 0; trails !== undefined && point < TRAIL_POINTS; point += 1) {
      const at = tick - (TRAIL_POINTS - 1 - point)
      if (at < 0) continue
      const [tx, ty] = place(world, agent, at)
      const slot = (agent * TRAIL_POINTS + point) * 2
      trails[slot] = tx
      trails[slot + 1] = ty
    }
  }
  const view = { directoryVersion: 1, agents, tones, locations }
  return trails === undefined ? view : { ...view, trails }
}

export function fakePosition(
  world: FakeWorld,
  seq: number,
  k: number | undefined,
  token: number,
): PositionView {
  return {
    token,
    seq,
    k: k ?? 2,
    eventsInFrame: 2,
    time: fakeTime(world, seq),
    hash: fakeHash(seq),
    ...(seq % 64 === 0 ? { root: fakeHash(seq + 7_000_000) } : {}),
    map: mapAt(world, seq),
  }
}

interface FakeAct {
  readonly kind: string
  readonly payload: PlainValue
}

function pos(world: FakeWorld, agent: number, tick: number): PlainValue {
  const [x, y] = place(world, agent, tick)
  return { x_cm: Math.round(x), y_cm: Math.round(y), z_cm: 0 }
}

/** What an agent does at a step, by the tone of its act. */
function fakeAct(world: FakeWorld, seq: number, agent: number): FakeAct {
  const tick = agentTick(world, seq, agent)
  const tone = TONES[Math.floor(noise(agent, tick) * TONES.length)] ?? 1
  const agent_id = world.directory.agents[agent]?.id ?? 'agent-00'
  const other = world.directory.agents[(agent + 5) % world.directory.agents.length]?.id ?? agent_id
  switch (tone) {
    case 2:
      return {
        kind: 'domain.resource_transferred',
        payload: { from_agent_id: agent_id, to_agent_id: other, kind: 'electricity', amount: 1 + (seq % 9) },
      }
    case 3:
      return {
        kind: 'ledger.stock_adjusted',
        payload: { holder_type: 'agent', holder: agent_id, kind: 'electricity', delta: 6, reason: 'harvest' },
      }
    case 4: {
      const visible_agents = [{ agent_id: other, distance_cm: 120_000 }]
      return {
        kind: 'domain.observation',
        payload: { observation: { agent_id, pos: pos(world, agent, tick), visible_agents } },
      }
    }
    case 6: {
      const data = { agent_id, kind: 'electricity', requested: 12, available: 3 }
      return {
        kind: 'domain.action_rejected',
        payload: { action_id: seq, reason: { type: 'InsufficientResource', data } },
      }
    }
    default:
      return {
        kind: 'domain.agent_moved',
        payload: { agent_id, from: pos(world, agent, tick - 1), to: pos(world, agent, tick) },
      }
  }
}

/** The two events of a frame. */
export function fakeEvents(world: FakeWorld, seq: number): readonly EventRow[] {
  const time = fakeTime(world, seq)
  const slot = (seq - 1) % world.framesPerTick
  const row = (index: number, kind: string, tone: number, payload: PlainValue): EventRow => ({
    eventId: seq * 2 + index,
    seq,
    index,
    time,
    kind,
    tone,
    payload,
  })
  if (seq === 0) {
    const payload = { scenario: world.options.worldKey, seed: 11 }
    return [row(0, 'core.world_created', 9, payload), row(1, 'manifest.updated', 9, {})]
  }
  if (slot === 0) {
    const action = { kind: 'action.move_agent', actor: 'agent-00' }
    return [row(0, 'core.tick_advanced', 10, { by: 1, time }), row(1, 'core.action_queued', 10, { action })]
  }
  const agent = slot - 1
  const act = fakeAct(world, seq, agent)
  const tone = TONES[Math.floor(noise(agent, agentTick(world, seq, agent)) * TONES.length)] ?? 1
  return [row(0, act.kind, tone, act.payload), row(1, 'core.action_dequeued', 10, { queued: seq * 2 - 3 })]
}
