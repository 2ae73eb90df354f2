import { compareCodeUnits, bytesToHex } from '../../kernel/base/order.ts'
import { createSha256 } from '../../adapters/sha256.ts'
import type { Fault } from '../../kernel/base/fault.ts'
import type { ValueMap } from '../../kernel/codec/value.ts'
import { decodeFrame } from '../../kernel/journal/frame-decode.ts'
import { peekFrame } from '../../kernel/journal/frame-peek.ts'
import { manifestUpdated } from '../../kernel/packs/core/events.ts'
import { SEMANTICS } from '../../kernel/world/catalogue.ts'
import { FILE_VERSION } from '../../storage/orrery-file/limits.ts'
import type { OrreryBranch, OrreryWorld } from '../../storage/orrery-file/read-orrery.ts'
import { wordAt } from '../arguments.ts'
import { type Answer, type Command, faultAnswer } from '../command.ts'
import { columns } from '../layout.ts'
import { mainBranch, readBranch, readItems } from '../recording.ts'

/** Says what a file holds. Reads it whole and checks what needs no running: a faulty file is a fault. */
export const infoCommand: Command = {
  name: 'info',
  usage: 'info FILE',
  summary: 'Say what a recording holds.',
  help: [],
  options: {},
  words: 1,
  run: async (given) => describe(wordAt(given, 0)),
}

/** What the frames of the main branch say of the rules in force at its head. */
interface Rules {
  scenario: string
  seed: number
  /** Kernel behaviour it follows. */
  semantics: number
  /** Whether this build has that behaviour. */
  isReproducible: boolean
  manifestHash: string
  modules: readonly string[]
}

async function describe(path: string): Promise<Answer> {
  const rules: Rules = {
    scenario: '',
    seed: 0,
    semantics: 0,
    isReproducible: false,
    manifestHash: '',
    modules: [],
  }
  const found: { world?: OrreryWorld; branch?: OrreryBranch; fault?: Fault } = {}
  const items = readItems(path, await createSha256())
  const onWorld = (world: OrreryWorld, branch: OrreryBranch): void =>
    void Object.assign(found, { world, branch })
  for await (const run of readBranch(items, mainBranch, { onWorld })) {
    if (!run.ok) return faultAnswer(run.fault)
    for (const frame of run.value.frames) readRules(frame, rules)
  }
  const { world, branch } = found
  return world === undefined || branch === undefined
    ? faultAnswer({ kind: 'file.malformed' })
    : answer(world, branch, rules)
}

/** Only frames that change the rules, and frame 0, are decoded whole. */
function readRules(bytes: Uint8Array, rules: Rules): void {
  const peek = peekFrame(bytes)
  if (!peek.ok || (peek.value.seq > 0 && !peek.value.eventKinds.includes(manifestUpdated.kind))) return
  const frame = decodeFrame(bytes)
  if (!frame.ok) return
  const { action, events, seq } = frame.value
  if (seq === 0) {
    const { scenario, seed, semantics } = action.payload
    rules.scenario = typeof scenario === 'string' ? scenario : ''
    rules.seed = typeof seed === 'number' ? seed : 0
    rules.semantics = typeof semantics === 'number' ? semantics : 0
    rules.isReproducible = semantics === SEMANTICS
  }
  for (const { kind, payload } of events) {
    if (kind !== manifestUpdated.kind) continue
    const { manifest, manifestHash } = payload
    rules.manifestHash = manifestHash instanceof Uint8Array ? bytesToHex(manifestHash) : ''
    rules.modules = modulesOf(manifest as ValueMap | undefined)
  }
}

function modulesOf(manifest: ValueMap | undefined): readonly string[] {
  return Object.keys(manifest?.['modules'] ?? {}).toSorted(compareCodeUnits)
}

function answer(world: OrreryWorld, branch: OrreryBranch, rules: Rules): Answer {
  const { seq, hash, nextEvent, time } = branch.head
  const facts = {
    name: world.name,
    ...rules,
    genesis: bytesToHex(world.genesis),
    frames: seq + 1,
    events: nextEvent - 1,
    ticks: time,
    headHash: bytesToHex(hash),
  }
  const branches = world.branches.map(({ name, head }) => ({
    name,
    frames: head.seq + 1,
    events: head.nextEvent - 1,
    headHash: bytesToHex(head.hash),
  }))
  const rows = Object.entries({ format: FILE_VERSION, ...facts }).map(([name, value]) => [
    name,
    String(value),
  ])
  const lines = branches.map(({ name, frames, events }) => [
    'branch',
    `${name}: ${frames} frames, ${events} events`,
  ])
  return {
    json: { ok: true, format: FILE_VERSION, ...facts, branches },
    text: columns([...rows, ...lines]),
    exitCode: 0,
  }
}
