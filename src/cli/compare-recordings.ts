import { createSha256 } from '../adapters/sha256.ts'
import { compareBytes } from '../kernel/base/order.ts'
import { fail, ok, type Result } from '../kernel/base/result.ts'
import type { Sha256 } from '../kernel/codec/sha256.ts'
import type { Value } from '../kernel/codec/value.ts'
import { decodeFrame } from '../kernel/journal/frame-decode.ts'
import { diffStates, firstFrameDifference } from '../kernel/replay/diff.ts'
import type { OrreryBranch, OrreryWorld } from '../storage/orrery-file/items.ts'
import { foldRecording } from './fold-recording.ts'
import { mainBranch, readBranch, readItems } from './recording.ts'

/** Where two recordings first part. */
export interface FirstDifference {
  readonly seq: number
  /** In what: `presence`, a part of the frame such as `action` or `events`, or `state`. */
  readonly at: string
  /** Inside the frame, or of the state. */
  readonly path: string
  /** `undefined` = nothing there. */
  readonly a: Value | undefined
  readonly b: Value | undefined
}

export interface Comparison {
  readonly firstDifference?: FirstDifference
  readonly hashCompares: number
}

/** The main branch of a file: where its segments end, and by which hash. */
interface Outline {
  readonly path: string
  readonly world: OrreryWorld
  readonly branch: OrreryBranch
}

/**
 * Finds the first frame in which two recordings of one world differ. A frame's hash stands for all before it, so the
 * search halves: first over the segments' last hashes, then over the frames of one segment. Both files are read whole
 * before, so that what is compared holds. Worlds of different geneses are compared by their states at their beginning.
 */
export async function compareRecordings(pathA: string, pathB: string): Promise<Result<Comparison>> {
  const sha256 = await createSha256()
  const a = await readOutline(pathA, sha256)
  if (!a.ok) return a
  const b = await readOutline(pathB, sha256)
  if (!b.ok) return b
  if (compareBytes(a.value.world.genesis, b.value.world.genesis) !== 0) {
    const compared = await compareStates(pathA, pathB, 0)
    return compared.ok ? ok({ ...compared.value, hashCompares: 1 }) : compared
  }
  return comparePaths(a.value, b.value, sha256)
}

/** Compares the states of two recordings after one frame. */
export async function compareStates(pathA: string, pathB: string, seq: number): Promise<Result<Comparison>> {
  const a = await foldRecording(pathA, seq)
  if (!a.ok) return a
  const b = await foldRecording(pathB, seq)
  if (!b.ok) return b
  for (const found of diffStates(a.value.state, b.value.state)) {
    return ok({ firstDifference: { seq, at: 'state', ...found }, hashCompares: 0 })
  }
  return ok({ hashCompares: 0 })
}

async function readOutline(path: string, sha256: Sha256): Promise<Result<Outline>> {
  const found: { outline?: Outline } = {}
  const onWorld = (world: OrreryWorld, branch: OrreryBranch): void => {
    found.outline = { path, world, branch }
  }
  for await (const run of readBranch(readItems(path, sha256), mainBranch, { onWorld }))
    if (!run.ok) return run
  return found.outline === undefined ? fail({ kind: 'file.malformed' }) : ok(found.outline)
}

async function comparePaths(a: Outline, b: Outline, sha256: Sha256): Promise<Result<Comparison>> {
  let hashCompares = 0
  const isSame = (x: Uint8Array | undefined, y: Uint8Array | undefined): boolean => {
    hashCompares += 1
    return x !== undefined && y !== undefined && compareBytes(x, y) === 0
  }
  if (isSame(a.branch.head.hash, b.branch.head.hash)) return ok({ hashCompares })
  const [left, right] = [a.branch.segments, b.branch.segments]
  const segment = firstFalse(Math.min(left.length, right.length), (index) =>
    isSame(left[index]?.lastHash, right[index]?.lastHash),
  )
  const first = left[segment]?.first ?? right[segment]?.first ?? 0
  const framesA = await framesFrom(a, first, sha256)
  if (!framesA.ok) return framesA
  const framesB = await framesFrom(b, first, sha256)
  if (!framesB.ok) return framesB
  const [hashesA, hashesB] = [sha256.digestAll(framesA.value), sha256.digestAll(framesB.value)]
  const index = firstFalse(Math.min(hashesA.length, hashesB.length), (at) => isSame(hashesA[at], hashesB[at]))
  const firstDifference = tell(first + index, framesA.value[index], framesB.value[index])
  return firstDifference.ok ? ok({ firstDifference: firstDifference.value, hashCompares }) : firstDifference
}

/** The first index below `count` for which the test fails; it holds for all before and fails for all after. */
function firstFalse(count: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) low = middle + 1
    else high = middle
  }
  return low
}

/** The frames of the segment that begins at `first`; none when the path ends before it. */
async function framesFrom(
  { path }: Outline,
  first: number,
  sha256: Sha256,
): Promise<Result<readonly Uint8Array[]>> {
  for await (const run of readBranch(readItems(path, sha256), mainBranch)) {
    if (!run.ok) return run
    if (run.value.first === first) return ok([...run.value.frames])
  }
  return ok([])
}

function tell(seq: number, a: Uint8Array | undefined, b: Uint8Array | undefined): Result<FirstDifference> {
  if (a === undefined || b === undefined) {
    return ok({ seq, at: 'presence', path: '', a: a !== undefined, b: b !== undefined })
  }
  const [frameA, frameB] = [decodeFrame(a), decodeFrame(b)]
  if (!frameA.ok) return frameA
  if (!frameB.ok) return frameB
  const found = firstFrameDifference(frameA.value, frameB.value)
  const path = found?.path ?? ''
  return ok({ seq, at: path.split('/')[0] ?? '', path, a: found?.a, b: found?.b })
}
