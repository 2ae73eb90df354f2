/** Stand-ins for both workers on synthetic data, for unit tests and for looking at the studio without a kernel. */
import { fault } from '../../kernel/base/fault.ts'
import { fail, ok } from '../../kernel/base/result.ts'
import type {
  OpenedWorld,
  ReplayHost,
  WorldHost,
  WorldNotice,
  WorldSource,
  WorldSummary,
} from '../../workers/protocol.ts'
import { createFakeReplayHost } from './fake-replay-host.ts'
import { createFakeWorld, fakeHash, fakeHead, type FakeWorld } from './fake-world.ts'

export interface FakeOptions {
  readonly agents?: number
  readonly ticks?: number
  readonly mode?: 'leader' | 'follower'
  readonly isTampered?: boolean
  readonly delayMs?: number
  /** Opening answers with a fault. */
  readonly isBroken?: boolean
}

const SCENARIOS = [
  {
    id: 'first-light',
    name: 'First Light',
    summary: 'A day of moving, trading and looking. Start here.',
    seed: 11,
    hasDriver: true,
  },
  {
    id: 'triad-belt',
    name: 'Triad Belt',
    summary: 'Radiation feeds the belt. Someone runs dry.',
    seed: 4,
    hasDriver: true,
  },
  {
    id: 'swarm',
    name: 'Swarm',
    summary: '10,000 agents: how far one browser goes.',
    seed: 3,
    hasDriver: true,
  },
]

/** Branches of every world here; the first is the live one. */
const BRANCHES: readonly string[] = ['main', 'main-2']

export interface FakeHosts {
  readonly world: WorldHost
  readonly replay: ReplayHost
  /** Sends a notice as the world worker would. */
  send(notice: WorldNotice): void
  /** Adds frames to the open world, durable at once. */
  grow(frames: number): void
}

export function createFakeHosts(options: FakeOptions = {}): FakeHosts {
  const worlds = new Map<string, FakeWorld>()
  const add = (worldKey: string, name: string, agents: number, ticks: number): FakeWorld => {
    const world = createFakeWorld({ worldKey, name, agents, ticks })
    worlds.set(worldKey, world)
    return world
  }
  const first = add('first-light', 'First Light', options.agents ?? 12, options.ticks ?? 320)
  add('triad-belt', 'Triad Belt', 12, 738)
  add('incident-0412', 'incident-0412', 12, 200)

  let listener: ((notice: WorldNotice) => void) | undefined
  let opened = first
  let isRunning = false
  let timer: ReturnType<typeof setInterval> | undefined

  const send = (notice: WorldNotice): void => listener?.(notice)
  const summaryOf = (world: FakeWorld): WorldSummary => ({
    worldKey: world.options.worldKey,
    name: world.options.name,
    genesis: fakeHash(world.options.agents + world.options.ticks),
    scenario: world.options.worldKey,
    seed: 11,
    head: fakeHead(world),
    isRunnable: world.options.worldKey !== 'incident-0412',
  })
  const summaries = (): readonly WorldSummary[] => [...worlds.values()].map(summaryOf)
  const openedWorld = (): OpenedWorld => ({
    world: summaryOf(opened),
    branch: 'main',
    durable: fakeHead(opened),
    mode: options.mode ?? 'leader',
    isRunning,
  })
  const grow = (frames: number): void => {
    opened.headSeq += frames
    send({ kind: 'durable', worldKey: opened.options.worldKey, head: fakeHead(opened) })
  }
  const find = (source: WorldSource): FakeWorld | undefined => {
    if (source.kind === 'stored') return worlds.get(source.worldKey)
    if (source.kind === 'genesis')
      return [...worlds.values()].find((world) => summaryOf(world).genesis === source.genesis)
    return (
      worlds.get(source.id) ??
      add(
        source.id,
        SCENARIOS.find(({ id }) => id === source.id)?.name ?? source.id,
        source.id === 'swarm' ? 10_000 : 12,
        1,
      )
    )
  }

  const world: WorldHost = {
    listen(onNotice) {
      listener = onNotice
      send({ kind: 'worlds', worlds: summaries() })
      return Promise.resolve()
    },
    scenarios: () => Promise.resolve(SCENARIOS),
    worlds: () => Promise.resolve(summaries()),
    open(source) {
      const found = options.isBroken === true ? undefined : find(source)
      if (found === undefined) return Promise.resolve(fail(fault('world.unknown')))
      const { branch = 'main' } = source
      if (!BRANCHES.includes(branch))
        return Promise.resolve(fail(fault('world.unknown', { path: branch, reason: 'branch' })))
      opened = found
      clearInterval(timer)
      isRunning = false
      send({ kind: 'worlds', worlds: summaries() })
      return Promise.resolve(ok(openedWorld()))
    },
    setRunning(next, run) {
      isRunning = next
      clearInterval(timer)
      const pauseMs = 1000 / (run?.ticksPerSecond ?? 1)
      if (next) timer = setInterval(() => grow(opened.framesPerTick), pauseMs)
      send({
        kind: 'running',
        worldKey: opened.options.worldKey,
        isRunning,
        ...(run?.reason === undefined ? {} : { reason: run.reason }),
      })
      return Promise.resolve(ok(undefined))
    },
    submit: () => Promise.resolve(ok(fakeHead(opened))),
    runTicks(ticks) {
      grow(ticks * opened.framesPerTick)
      return Promise.resolve(ok(fakeHead(opened)))
    },
    exportFile(onProgress) {
      onProgress?.({ stage: 'write', done: 1, total: 2 })
      return Promise.resolve(ok(new Blob(['not a recording'])))
    },
    importFile(file, importOptions) {
      if (importOptions?.acceptPrefix === true || file.size > 20) {
        opened = add('imported', 'incident-0412', 12, 90)
        return Promise.resolve(ok(openedWorld()))
      }
      const seq = 31_407
      return Promise.resolve(
        fail({
          ...fault('frame.hash', {
            seq,
            expected: fakeHash(1),
            actual: fakeHash(2),
            path: 'agents/agent-02/resources/electricity',
          }),
          verifiedFrames: seq,
        }),
      )
    },
    deleteWorld(worldKey) {
      worlds.delete(worldKey)
      return Promise.resolve(ok(undefined))
    },
    noteSeals: () => Promise.resolve(ok(undefined)),
  }
  const replay = createFakeReplayHost((worldKey) => worlds.get(worldKey) ?? first, {
    isTampered: options.isTampered ?? false,
    delayMs: options.delayMs ?? 0,
  })
  return { world, replay, send, grow }
}
