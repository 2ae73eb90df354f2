import { transfer } from 'comlink'
import { type Fault, fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import { LANES, laneNumber } from '../../kernel/catalogue/lanes.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import type { Storage } from '../../storage/port.ts'
import { Turnstile } from '../../storage/turnstile.ts'
import type {
  EventsPage,
  PositionView,
  ReplayHost,
  ReplayInfo,
  StatePage,
  TimelineTile,
} from '../protocol.ts'
import { headToInfo } from '../shared/head-info.ts'
import type { Inspection } from './inspection.ts'
import { Recording } from './recording.ts'

export interface ReplayHostOptions {
  /** Asked for on first use: a worker listens before its storage is there. */
  readonly storage: () => Promise<Result<Storage>>
  readonly sha256: () => Promise<Sha256>
}

/** Events of a tile up to which each is drawn as a mark of its own. */
const MARKS_MAX = 4096

const NONE_OPEN = fault('world.unknown', { reason: 'none_open' })

/** The replay worker behind its protocol: one branch open at a time. */
export function createReplayHost(options: ReplayHostOptions): ReplayHost {
  const turnstile = new Turnstile()
  let open: Recording | undefined
  let verifying = new AbortController()
  /** What the last verification found wrong, for the timeline. */
  let found: Fault | undefined

  /** The open recording, which somebody is asking for something. */
  const asked = (): Recording | undefined => {
    open?.activity.touch()
    return open
  }

  const inspected = async (): Promise<Inspection | undefined> => asked()?.inspection()

  const openRecording = async (worldKey: string, branch: string): Promise<Result<Recording>> => {
    const [storage, sha256] = await Promise.all([options.storage(), options.sha256()])
    return storage.ok ? Recording.open({ storage: storage.value, sha256, worldKey, branch }) : storage
  }

  return {
    open: async (worldKey, branch) =>
      turnstile.pass(async () => {
        verifying.abort()
        await open?.close()
        open = undefined
        found = undefined
        const opened = await openRecording(worldKey, branch)
        if (!opened.ok) return opened
        open = opened.value
        return infoOf(opened.value)
      }),

    advance: async (head) => open?.advance(head) ?? fail(NONE_OPEN),

    async directory() {
      const directory = open?.index.columns.directory
      if (directory === undefined) return { version: 0, agents: [], locations: [] }
      return {
        version: directory.version,
        agents: directory.agents.map(({ id, name }) => ({ id, name })),
        locations: directory.locations.map(({ id, name, material, radiusCm, radiation }) => {
          return { id, name, material, radiusCm, radiation }
        }),
      }
    },

    seek: async ({ token, seq, k }) =>
      moveView((await asked()?.playhead.seek(token, seq, k)) ?? fail(NONE_OPEN)),

    step: async (request) => moveView((await asked()?.playhead.step(request)) ?? fail(NONE_OPEN)),

    async timeline({ token, first, last, columns }) {
      const known = asked()?.index.columns
      if (known === undefined || known.frameCount === 0) return emptyTile(token, first, last)
      const width = Math.min(Math.max(1, Math.floor(columns)), 16_384)
      const tile = known.tile({ first, last, columns: width })
      const marks = known.marks(first, last, MARKS_MAX)
      const buffers = [tile.counts.buffer, tile.ticks.buffer]
      if (marks === undefined) return transfer<TimelineTile>({ token, ...tile }, buffers)
      buffers.push(marks.seqs.buffer, marks.lanes.buffer, marks.eventIds.buffer)
      return transfer<TimelineTile>({ token, ...tile, marks }, buffers)
    },

    async markers() {
      const inspection = await inspected()
      if (inspection === undefined) return []
      const keyframes = inspection.shelf.seqs.map((seq) => ({ seq, kind: 'keyframe' as const, label: '' }))
      const faults =
        found?.seq === undefined ? [] : [{ seq: found.seq, kind: 'fault' as const, label: found.kind }]
      const markers = [...(await inspection.markers.read()), ...keyframes, ...faults]
      return markers.toSorted((a, b) => a.seq - b.seq)
    },

    events: async (request) =>
      (await (await inspected())?.events.page(request)) ?? emptyEvents(request.token),

    stepView: async (seq) => (await inspected())?.steps.view(seq) ?? fail(NONE_OPEN),

    state: async (request) => (await inspected())?.states.page(request) ?? fail(NONE_OPEN),

    searchState: async (request) =>
      (await (await inspected())?.states.search(request)) ?? emptyState(request.token),

    async verify({ intactOnly = false }, onProgress) {
      const recording = open
      if (recording === undefined) return fail(NONE_OPEN)
      verifying.abort()
      verifying = new AbortController()
      const { signal } = verifying
      const [{ verifyRecording }, sha256] = await Promise.all([import('./verify-job.ts'), options.sha256()])
      const report = await verifyRecording(recording, {
        intactOnly,
        sha256,
        signal,
        onProgress: (progress) => onProgress?.(progress),
      })
      if (report.ok && recording === open) found = report.value.fault
      return report
    },

    async cancelVerify() {
      verifying.abort()
    },

    async compare(other) {
      const recording = open
      if (recording === undefined) return fail(NONE_OPEN)
      const [storage, sha256] = await Promise.all([options.storage(), options.sha256()])
      if (!storage.ok) return storage
      const { compareWith } = await import('./compare-job.ts')
      return compareWith(recording.view, { ...other, storage: storage.value, sha256 })
    },
  }
}

async function infoOf({ view, frames }: Recording): Promise<Result<ReplayInfo>> {
  const genesis = await frames.facts(0)
  if (!genesis.ok) return genesis
  const lanes = LANES.map((id) => ({ id, tone: laneNumber(id) }))
  return ok({ genesis: genesis.value.hash, branch: view.branch, head: headToInfo(view.head), lanes })
}

function moveView(view: Result<PositionView>): Result<PositionView> {
  if (!view.ok) return view
  const { agents, tones, locations, trails } = view.value.map
  const buffers = [agents.buffer, tones.buffer, locations.buffer]
  return transfer(view, trails === undefined ? buffers : [...buffers, trails.buffer])
}

function emptyTile(token: number, first: number, last: number): TimelineTile {
  return { token, first, last, columns: 0, counts: new Uint32Array(0), ticks: new Float64Array(0) }
}

function emptyEvents(token: number): EventsPage {
  return { token, total: 0, from: 0, rows: [], playheadIndex: -1 }
}

function emptyState(token: number): StatePage {
  return { token, path: '', total: 0, from: 0, nodes: [] }
}
