import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSha256 } from '../../adapters/sha256.ts'
import { fault } from '../../kernel/base/fault.ts'
import { fail, type Result } from '../../kernel/base/result.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import { type BegunWorld, createWorld } from '../../kernel/world/genesis.ts'
import { openFileStorage } from '../../storage/file/file-storage.ts'
import { writeOrrery } from '../../storage/orrery-file/write-orrery.ts'
import type { WorldStore } from '../../storage/port.ts'
import { type Run, runTicks } from '../../worlds/runner.ts'
import type { WorldDefinition } from '../../worlds/world-definition.ts'
import { driverFor, findWorld, WORLDS } from '../../worlds/worlds.ts'
import { countFlag, textFlag, wordAt } from '../arguments.ts'
import { type Answer, type Arguments, type Command, faultAnswer, UsageProblem } from '../command.ts'
import { checkRecording } from '../check-recording.ts'
import { JournalRecorder } from '../journal-recorder.ts'
import { sealAnswer } from '../seal-answer.ts'
import { writeFile } from '../write-file.ts'

const TICKS_DEFAULT = 240
const BRANCH = 'main'

/** Runs a world from its beginning and writes it to a file. */
export const runCommand: Command = {
  name: 'run',
  usage: 'run SCENARIO --out FILE [--seed N] [--ticks T] [--agents A]',
  summary: 'Run a world from its beginning, write it to a file and verify the file.',
  help: [
    '--out FILE  where to write; an existing file is replaced once the new one is complete',
    '--seed N    seed; the scenario’s own unless told',
    `--ticks T   how long; ${TICKS_DEFAULT} ticks unless told`,
    '--agents A  how many agents, for worlds that can have more or fewer',
  ],
  options: {
    out: { type: 'string' },
    seed: { type: 'string' },
    ticks: { type: 'string' },
    agents: { type: 'string' },
  },
  words: 1,
  run: runWorld,
}

async function runWorld(given: Arguments): Promise<Answer> {
  const definition = definitionOf(wordAt(given, 0))
  const out = textFlag(given, 'out')
  if (out === undefined) throw new UsageProblem('run needs --out FILE')
  const seed = countFlag(given, 'seed') ?? definition.seed
  const ticks = countFlag(given, 'ticks') ?? TICKS_DEFAULT
  const agents = countFlag(given, 'agents')
  const sha256 = await createSha256()

  const genesis = definition.genesis(seed, agents === undefined ? {} : { agents })
  if (!genesis.ok) return faultAnswer(genesis.fault, 2)
  const begun = createWorld(genesis.value, { sha256 })
  if (!begun.ok) return faultAnswer(begun.fault)
  const written = await inScratchStore((store) =>
    record({ begun: begun.value, ticks, store, out, name: definition.name, sha256 }),
  )
  return written.ok ? sealAnswer(await checkRecording(out, false)) : faultAnswer(written.fault)
}

function definitionOf(name: string): WorldDefinition {
  const definition = findWorld(name)
  if (definition === undefined) {
    throw new UsageProblem(`no scenario ${name}; there are ${WORLDS.map(({ id }) => id).join(', ')}`)
  }
  return definition
}

/** A store on disk, so that memory does not grow with the run; gone when the work is done. */
async function inScratchStore(work: (store: WorldStore) => Promise<Result<void>>): Promise<Result<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-'))
  try {
    const storage = await openFileStorage(folder)
    if (!storage.ok) return storage
    const store = await storage.value.openWorld(storage.value.createWorldKey())
    if (!store.ok) return store
    const done = await work(store.value)
    await store.value.close()
    return done
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Recording {
  readonly begun: BegunWorld
  readonly ticks: number
  readonly store: WorldStore
  readonly out: string
  readonly name: string
  readonly sha256: Sha256
}

async function record({ begun, ticks, store, out, name, sha256 }: Recording): Promise<Result<void>> {
  const { world, frame } = begun
  const driver = driverFor(world.state)
  if (driver === undefined) return fail(fault('world.unknown'))
  const recorder = new JournalRecorder(store, BRANCH, sha256)
  const begins = await recorder.add(frame)
  const ran = begins.ok ? await recordRun(recorder, runTicks(world, driver, ticks)) : begins
  const ended = ran.ok ? await recorder.finish() : ran
  if (!ended.ok) return ended
  return writeFile(out, writeOrrery({ store, branches: [BRANCH], name, sha256 }))
}

async function recordRun(recorder: JournalRecorder, run: Run): Promise<Result<void>> {
  for (;;) {
    const next = run.next()
    if (next.done === true) return next.value
    const added = await recorder.add(next.value)
    if (!added.ok) return added
  }
}
