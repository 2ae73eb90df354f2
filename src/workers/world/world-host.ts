import { fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import { isBoundedValue } from '../../kernel/schema/field.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import type { ActionInput } from '../../kernel/world/world.ts'
import type { Storage } from '../../storage/port.ts'
import { Turnstile } from '../../storage/turnstile.ts'
import { WORLDS } from '../../worlds/worlds.ts'
import type { OpenedWorld, WorldHost, WorldNotice } from '../protocol.ts'
import { headToInfo } from '../shared/head-info.ts'
import { isPlainMap, plainToMap } from '../shared/plain-value.ts'
import type { Leader } from './leader.ts'
import { notReproducedIn } from './reproduction.ts'
import { type DeskOptions, WorldDesk } from './world-desk.ts'

export interface WorldHostOptions extends Pick<DeskOptions, 'locks'> {
  /** Asked for on first use: a worker listens before its storage is there. */
  readonly storage: () => Promise<Result<Storage>>
  readonly sha256: () => Promise<Sha256>
  readonly prefix: () => string
}

/** The world worker behind its protocol. */
export function createWorldHost(options: WorldHostOptions): WorldHost {
  /** Opening, importing and deleting wait for each other. */
  const turnstile = new Turnstile()
  let listener: ((notice: WorldNotice) => void) | undefined
  let opening: Promise<Result<WorldDesk>> | undefined

  const openDesk = async (): Promise<Result<WorldDesk>> => {
    const [storage, sha256] = await Promise.all([options.storage(), options.sha256()])
    if (!storage.ok) {
      opening = undefined
      return storage
    }
    const desk = new WorldDesk({
      storage: storage.value,
      sha256,
      prefix: options.prefix(),
      locks: options.locks,
      notify: (notice) => listener?.(notice),
    })
    void desk.tidy()
    return ok(desk)
  }
  const desk = async (): Promise<Result<WorldDesk>> => (opening ??= openDesk())

  const inTurn = async <T>(body: (desk: WorldDesk) => Promise<Result<T>>): Promise<Result<T>> => {
    const opened = await desk()
    return opened.ok ? turnstile.pass(async () => body(opened.value)) : opened
  }

  const lead = async (): Promise<Result<Leader>> => {
    const opened = await desk()
    if (!opened.ok) return opened
    const session = opened.value.session()
    return session.ok ? session.value.leader() : session
  }

  return {
    async listen(onNotice) {
      listener = onNotice
      const opened = await desk()
      if (opened.ok) await opened.value.list.tell()
      else onNotice({ kind: 'worlds', worlds: [] })
    },

    scenarios: async () =>
      WORLDS.map(({ id, name, summary, seed, createDriver }) => ({
        id,
        name,
        summary,
        seed,
        hasDriver: createDriver !== undefined,
      })),

    async worlds() {
      const opened = await desk()
      return opened.ok ? opened.value.list.summaries() : []
    },

    open: async (source) => inTurn(async (opened) => opened.open(source)),

    async setRunning(isRunning, { ticksPerSecond, reason } = {}) {
      const leader = await lead()
      if (!leader.ok) return leader
      return isRunning ? leader.value.run(ticksPerSecond) : leader.value.pause(reason)
    },

    async submit({ kind, payload, actor, key }) {
      const leader = await lead()
      if (!leader.ok) return leader
      // Structured clone keeps shared parts shared, and what follows would write each of them out.
      if (!isPlainMap(payload) || !isBoundedValue(payload))
        return fail(fault('action.refused', { reason: 'malformed', path: 'payload' }))
      const input: ActionInput = { kind, payload: plainToMap(payload), actor, key, via: 'person' }
      const head = await leader.value.submit(input)
      return head.ok ? ok(headToInfo(head.value)) : head
    },

    async runTicks(ticks, onProgress) {
      const leader = await lead()
      if (!leader.ok) return leader
      const head = await leader.value.runTicks(ticks, (done) => onProgress?.(done))
      return head.ok ? ok(headToInfo(head.value)) : head
    },

    exportFile: async (onProgress) =>
      inTurn(async (opened) => {
        const { exportWorld } = await import('./transfer.ts')
        return exportWorld(opened, onProgress)
      }),

    importFile: async (file, importOptions = {}, onProgress) =>
      inTurn<OpenedWorld>(async (opened) => {
        const { importWorld } = await import('./transfer.ts')
        return importWorld(opened, file, importOptions, onProgress)
      }),

    async noteSeals(worldKey, branch, { seals, fault: found }) {
      if (!seals.intact) return ok(undefined)
      const opened = await desk()
      return opened.ok
        ? opened.value.noteReproduction(worldKey, { [branch]: notReproducedIn(seals, found) })
        : opened
    },

    deleteWorld: async (worldKey) =>
      inTurn(async (opened) => opened.exclusively(async () => opened.delete(worldKey))),
  }
}
