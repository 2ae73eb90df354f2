import { bytesToHex } from '../../kernel/base/order.ts'
import { decodeCanonical } from '../../kernel/codec/decode.ts'
import { encodeCanonical } from '../../kernel/codec/encode.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import type { Frame } from '../../kernel/journal/frame.ts'
import { decodeFrame } from '../../kernel/journal/frame-decode.ts'
import {
  describeValue,
  type Difference,
  firstDifference,
  firstFrameDifference,
} from '../../kernel/replay/diff.ts'
import { rootOf } from '../../kernel/world/world.ts'
import type { WorldOptions } from '../world-definition.ts'
import { WORLDS } from '../worlds.ts'
import { headHash, runTrial } from './begin.ts'

/**
 * Golden recordings: what each world was when it was last looked at on purpose. They change with
 * `UPDATE_GOLDEN=1 npx vitest run --project node src/worlds/goldens.test.ts`, in a commit that says why.
 */
export interface Golden {
  readonly scenario: string
  readonly seed: number
  readonly options: WorldOptions
  readonly ticks: number
  readonly frames: number
  readonly events: number
  readonly headHash: string
  readonly stateRoot: string
  /** All frames: base64 of gzip of the canonical list of their bytes. */
  readonly journal: string
}

export type GoldenRun = Omit<Golden, 'journal'> & { readonly journal: readonly Uint8Array[] }

interface GoldenPlan {
  readonly ticks: number
  readonly options: WorldOptions
}

/** Long enough to cross a periodic seal where people act, and no longer. */
const PLANS: Readonly<Record<string, GoldenPlan>> = {
  'first-light': { ticks: 75, options: {} },
  swarm: { ticks: 22, options: { agents: 48 } },
}

const TICKS_ONLY: GoldenPlan = { ticks: 8, options: {} }

export const GOLDEN_IDS = WORLDS.map(({ id }) => id)

/** Runs a world as its golden was run. */
export function runGolden(id: string, sha256: Sha256): GoldenRun {
  const definition = WORLDS.find((world) => world.id === id)
  if (definition === undefined) throw new Error(`no world ${id}`)
  const { ticks, options } = PLANS[id] ?? TICKS_ONLY
  const { seed } = definition
  const { world, frames } = runTrial({ definition, seed, ticks, options, sha256 })
  return {
    scenario: id,
    seed,
    options,
    ticks,
    frames: frames.length,
    events: world.head.nextEvent - 1,
    headHash: headHash(world),
    stateRoot: bytesToHex(rootOf(world)),
    journal: frames.map(({ bytes }) => bytes),
  }
}

/** Where a run leaves its golden, or nothing. Names the first frame and the path in it. */
export async function difference(golden: Golden, run: GoldenRun): Promise<string | undefined> {
  const { journal: packed, ...before } = golden
  const { journal, ...now } = run
  const recorded = await unpack(packed)
  for (let seq = 0; seq < Math.max(recorded.length, journal.length); seq += 1) {
    const place = framesDifference(recorded[seq], journal[seq])
    if (place !== undefined) return `${golden.scenario}: frame ${seq} differs at ${place}`
  }
  const place = told(firstDifference({ ...before }, { ...now }))
  return place === undefined ? undefined : `${golden.scenario}: ${place}`
}

function framesDifference(a: Uint8Array | undefined, b: Uint8Array | undefined): string | undefined {
  if (a === undefined) return 'its presence: the golden ends before it'
  if (b === undefined) return 'its presence: the run ends before it'
  return told(firstFrameDifference(frameOf(a), frameOf(b)))
}

/** `events/0/payload/to/x_cm: 5, was 4`. */
function told(found: Difference | undefined): string | undefined {
  if (found === undefined) return undefined
  return `${found.path}: ${describeValue(found.b)}, was ${describeValue(found.a)}`
}

function frameOf(bytes: Uint8Array): Frame {
  const frame = decodeFrame(bytes)
  if (!frame.ok) throw new Error(`a frame of a golden: ${JSON.stringify(frame.fault)}`)
  return frame.value
}

export async function pack(frames: readonly Uint8Array[]): Promise<string> {
  const packed = await through(encodeCanonical([...frames]), new CompressionStream('gzip'))
  return btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join(''))
}

async function unpack(text: string): Promise<readonly Uint8Array[]> {
  const packed = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  const frames = decodeCanonical(await through(packed, new DecompressionStream('gzip')))
  if (!frames.ok || !Array.isArray(frames.value)) throw new Error('A golden journal is a list of frames.')
  return frames.value.filter((frame) => frame instanceof Uint8Array)
}

async function through(
  bytes: Uint8Array,
  transform: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const stream = new Blob([Uint8Array.from(bytes)]).stream().pipeThrough(transform)
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
