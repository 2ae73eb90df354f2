import { describe, expect, test } from 'vitest'
import { isValueMap } from '../../kernel/codec/value.ts'
import { encodeFrame, type Frame } from '../../kernel/journal/frame.ts'
import { State } from '../../kernel/state/collection.ts'
import { Recorder } from '../../kernel/state/recorder.ts'
import { StateTree } from '../../kernel/state/tree.ts'
import { nodeSha256 as sha256 } from '../../kernel/testing/node-sha256.ts'
import { NO_BLOBS, tryApplyFrame } from '../../kernel/world/apply.ts'
import { CATALOGUE, planeIn } from '../../kernel/world/catalogue.ts'
import { createMemoryStorage } from '../../storage/memory/memory-storage.ts'
import { writeOrrery } from '../../storage/orrery-file/write-orrery.ts'
import type { WorldHost, WorldNotice } from '../protocol.ts'
import { recordsOf } from '../shared/state-records.ts'
import { valueOf } from '../testing/answers.ts'
import { createMemoryLocks } from '../testing/memory-locks.ts'
import { sampleRun } from '../testing/sample-world.ts'
import { JournalWriter } from './journal-writer.ts'
import { startOfBranch, type StorableFrame } from '../../storage/journal-batch.ts'
import { createWorldHost } from './world-host.ts'

async function createTab(): Promise<{ readonly host: WorldHost; readonly notices: WorldNotice[] }> {
  const storage = createMemoryStorage()
  const notices: WorldNotice[] = []
  const host = createWorldHost({
    storage: async () => Promise.resolve({ ok: true, value: storage }),
    sha256: async () => Promise.resolve(sha256),
    prefix: () => `transfer-${Math.random()}`,
    locks: createMemoryLocks(),
  })
  await host.listen((notice) => void notices.push(notice))
  return { host, notices }
}

/** A recording of First Light, with some frames changed and the chain made whole again. */
async function fileOf(change: (frame: Frame) => Frame): Promise<Blob> {
  const store = valueOf(await createMemoryStorage().openWorld('w'))
  const onFault = (found: unknown): void => {
    throw new Error(JSON.stringify(found))
  }
  const onDurable = (): void => undefined
  const now = (): number => 0
  const writer = new JournalWriter({ store, start: startOfBranch('main'), sha256, now, onDurable, onFault })
  for (const record of rechained(change)) writer.append(record)
  valueOf(await writer.flush())
  const parts: Uint8Array<ArrayBuffer>[] = []
  for await (const chunk of writeOrrery({ store, branches: ['main'], name: 'A', sha256 }))
    parts.push(new Uint8Array(valueOf(chunk)))
  return new Blob(parts)
}

/** Seals name the state that the changed frames lead to, as far as this build can tell it. */
function* rechained(change: (frame: Frame) => Frame): Generator<StorableFrame, void> {
  const state = new State()
  const recorder = new Recorder(state)
  let isKnown = true
  let parent: Uint8Array | null = null
  for (const { frame: before } of sampleRun(sha256, 5).frames) {
    const changed: Frame = { ...change(before), parent }
    isKnown &&= tryApplyFrame(CATALOGUE, recorder, changed, NO_BLOBS).ok
    const { seal } = changed
    const root = isKnown && seal !== undefined ? rootAfter(state) : undefined
    const frame = seal === undefined || root === undefined ? changed : { ...changed, seal: { ...seal, root } }
    const bytes = encodeFrame(frame)
    parent = sha256.digest(bytes)
    yield { frame, bytes, hash: parent, blobs: [] }
  }
}

const rootAfter = (state: State): Uint8Array =>
  StateTree.rootOf({ sha256, planeOf: planeIn(CATALOGUE) }, recordsOf(state))

/** The beginning of a world that follows the rules of another build. */
function underOtherRules(frame: Frame): Frame {
  if (frame.seq > 0) return frame
  const { action, events } = frame
  return {
    ...frame,
    action: { ...action, payload: { ...action.payload, semantics: 2 } },
    events: events.map((event) =>
      event.kind === 'core.world_created' ? { ...event, payload: { ...event.payload, semantics: 2 } } : event,
    ),
  }
}

test('what this build makes again comes in without a flag', async () => {
  const { host } = await createTab()
  const { world } = valueOf(await host.importFile(await fileOf((frame) => frame)))
  expect(world).toMatchObject({ isRunnable: true })
  expect(world.notReproduced).toBeUndefined()
})

describe('what came out in another way', () => {
  const besides = (frame: Frame): Frame => ({
    ...frame,
    events: frame.events.map((event) => {
      const { to } = event.payload
      if (event.kind !== 'domain.agent_moved' || !isValueMap(to)) return event
      return { ...event, payload: { ...event.payload, to: { ...to, x_cm: 7 } } }
    }),
  })

  test('comes in with a flag, which stays in the list and goes when somebody reproduced it', async () => {
    const { host } = await createTab()
    const { world, branch, durable } = valueOf(await host.importFile(await fileOf(besides)))
    expect(world).toMatchObject({ isRunnable: true, notReproduced: 'differs' })
    expect(await host.worlds()).toMatchObject([{ notReproduced: 'differs' }])
    valueOf(await host.runTicks(1))
    expect(await host.worlds()).toMatchObject([{ notReproduced: 'differs' }])

    const { worldKey } = world
    const seals = { intact: true, authentic: true, reproduced: true }
    const report = { ok: true, frames: 1, events: 1, headHash: durable.hash, stateRoot: '', seals }
    valueOf(await host.noteSeals(worldKey, branch, report))
    expect((await host.worlds())[0]?.notReproduced).toBeUndefined()
    expect(valueOf(await host.open({ kind: 'stored', worldKey })).world.notReproduced).toBeUndefined()
  })
})

describe('what follows the rules of another build', () => {
  test('comes in, plays back, and cannot run', async () => {
    const { host, notices } = await createTab()
    const { world } = valueOf(await host.importFile(await fileOf(underOtherRules)))
    expect(world).toMatchObject({ isRunnable: false, notReproduced: 'other_build' })
    expect(await host.setRunning(true)).toMatchObject({ fault: { kind: 'semantics.unknown' } })
    expect(notices.filter(({ kind }) => kind === 'halted')).toEqual([])
    expect(valueOf(await host.exportFile()).size).toBeGreaterThan(0)
  })

  test('so does one whose events this build does not know', async () => {
    const { host, notices } = await createTab()
    const teleport = (frame: Frame): Frame => ({
      ...underOtherRules(frame),
      events: underOtherRules(frame).events.map((event) =>
        event.kind === 'domain.agent_moved' ? { ...event, kind: 'domain.teleported' } : event,
      ),
    })
    const { world } = valueOf(await host.importFile(await fileOf(teleport)))
    expect(world).toMatchObject({ isRunnable: false, notReproduced: 'other_build' })
    expect(await host.setRunning(true)).toMatchObject({ fault: { kind: 'semantics.unknown' } })
    expect(notices.filter(({ kind }) => kind === 'halted')).toEqual([])
  })
})
