/**
 * Where two recordings part (kernel.md K8). Of one genesis: by hashes, bisecting over the ends of segments and then
 * inside one, because frames after the first difference never agree again. Of different ones: by state, at chosen frames.
 *
 * Reading is the caller's, and asynchronous there: a comparison is a generator that asks and is answered.
 */
import { assert } from '../base/assert.ts'
import { compareBytes } from '../base/order.ts'
import type { Value } from '../codec/value.ts'
import type { Frame } from '../journal/frame.ts'
import type { State } from '../state/collection.ts'
import { diffStates, firstDifference, firstFrameDifference, valueAt } from './diff.ts'

/** A stretch of frames whose last hash is known without reading it: a closed segment, or the tail up to the head. */
export interface FrameRun {
  readonly first: number
  readonly last: number
  readonly lastHash: Uint8Array
}

export type Side = 'a' | 'b'

/** `hashes`: of all frames of a run, in order. `frame`: one decoded frame. */
export type CompareQuestion =
  | { readonly ask: 'hashes'; readonly side: Side; readonly run: number }
  | { readonly ask: 'frame'; readonly side: Side; readonly seq: number }

export type CompareAnswer =
  | { readonly ask: 'hashes'; readonly hashes: readonly Uint8Array[] }
  | { readonly ask: 'frame'; readonly frame: Frame }

export interface FirstDifference {
  readonly seq: number
  /** What differs first: the action, the tick, an event, the state — or one of them has ended. */
  readonly at: 'action' | 'time' | 'event' | 'state' | 'frame' | 'end'
  /** Inside the frame, or the path of the state; empty at the end. */
  readonly path: string
  /** undefined = nothing there. */
  readonly a: Value | undefined
  readonly b: Value | undefined
}

export interface Comparison {
  readonly equal: boolean
  readonly firstDifference?: FirstDifference
  /** Hashes that were compared. */
  readonly hashCompares: number
}

type Asking<T> = Generator<CompareQuestion, T, CompareAnswer>

const AT_BY_PART: Readonly<Record<string, FirstDifference['at']>> = {
  action: 'action',
  time: 'time',
  events: 'event',
  seal: 'state',
}

/** Compares two paths of frames. `runs` of each cover frame 0 to its head without a gap. */
export function* compareJournals(a: readonly FrameRun[], b: readonly FrameRun[]): Asking<Comparison> {
  const counter = { hashCompares: 0 }
  const seq = yield* firstDifferentSeq(a, b, counter)
  if (seq === undefined) return { equal: true, ...counter }
  return { equal: false, firstDifference: yield* differenceAt(seq, a, b), ...counter }
}

/** Compares two states, or what lies at one path in both. */
export function compareStates(
  a: State,
  b: State,
  { seq, path = '' }: { readonly seq: number; readonly path?: string },
): Comparison {
  const [found] = path === '' ? diffStates(a, b) : [firstDifference(valueAt(a, path), valueAt(b, path), path)]
  if (found === undefined) return { equal: true, hashCompares: 0 }
  return { equal: false, firstDifference: { seq, at: 'state', ...found }, hashCompares: 0 }
}

interface Counter {
  hashCompares: number
}

function isEqual(a: Uint8Array | undefined, b: Uint8Array | undefined, counter: Counter): boolean {
  assert(a !== undefined && b !== undefined, 'A run has a hash for each of its frames.')
  counter.hashCompares += 1
  return compareBytes(a, b) === 0
}

/** Runs at the beginning that both share. Equal paths are cut alike, so their ends stand at the same frames. */
function sharedRuns(a: readonly FrameRun[], b: readonly FrameRun[], counter: Counter): number {
  let low = 0
  let high = Math.min(a.length, b.length)
  while (low < high) {
    const middle = (low + high) >>> 1
    const [left, right] = [a[middle], b[middle]]
    if (left !== undefined && left.last === right?.last && isEqual(left.lastHash, right.lastHash, counter))
      low = middle + 1
    else high = middle
  }
  return low
}

/** The first seq at which the paths do not hold the same frame; undefined when they are one path. */
function* firstDifferentSeq(
  a: readonly FrameRun[],
  b: readonly FrameRun[],
  counter: Counter,
): Asking<number | undefined> {
  let atA = sharedRuns(a, b, counter)
  let atB = atA
  let seq = (a[atA - 1]?.last ?? -1) + 1
  for (;;) {
    const [left, right] = [a[atA], b[atB]]
    if (left === undefined || right === undefined) return left === right ? undefined : seq
    const end = Math.min(left.last, right.last)
    const hashesA = yield* hashesOf('a', atA)
    const hashesB = yield* hashesOf('b', atB)
    const isSame = (at: number): boolean =>
      isEqual(hashesA[at - left.first], hashesB[at - right.first], counter)
    if (!isSame(end)) return bisect(seq, end, isSame)
    seq = end + 1
    if (left.last === end) atA += 1
    if (right.last === end) atB += 1
  }
}

/** Least seq in [low, high] that differs; `high` does. */
function bisect(low: number, high: number, isSame: (seq: number) => boolean): number {
  let from = low
  let to = high
  while (from < to) {
    const middle = (from + to) >>> 1
    if (isSame(middle)) from = middle + 1
    else to = middle
  }
  return from
}

function* hashesOf(side: Side, run: number): Asking<readonly Uint8Array[]> {
  const answer = yield { ask: 'hashes', side, run }
  assert(answer.ask === 'hashes', 'A question is answered in its kind.')
  return answer.hashes
}

function* frameOf(side: Side, seq: number, runs: readonly FrameRun[]): Asking<Frame | undefined> {
  if (seq > (runs.at(-1)?.last ?? -1)) return undefined
  const answer = yield { ask: 'frame', side, seq }
  assert(answer.ask === 'frame', 'A question is answered in its kind.')
  return answer.frame
}

function* differenceAt(seq: number, a: readonly FrameRun[], b: readonly FrameRun[]): Asking<FirstDifference> {
  const frameA = yield* frameOf('a', seq, a)
  const frameB = yield* frameOf('b', seq, b)
  if (frameA === undefined || frameB === undefined) {
    return { seq, at: 'end', path: '', a: frameA?.action.kind, b: frameB?.action.kind }
  }
  const found = firstFrameDifference(frameA, frameB)
  assert(found !== undefined, 'Frames of different hashes differ.', { seq })
  return { seq, at: AT_BY_PART[found.path.split('/')[0] ?? ''] ?? 'frame', ...found }
}
