import { describe, expect, test } from 'vitest'
import type { FrameRecord } from '../journal/frame.ts'
import { Draw } from '../testing/draw.ts'
import { drawInput, stepOf } from '../testing/steps.ts'
import { at, Trial } from '../testing/trial.ts'
import {
  compareJournals,
  compareStates,
  type CompareAnswer,
  type Comparison,
  type FrameRun,
} from './compare.ts'

/** Runs of at most `size` frames. */
function runsOf(frames: readonly FrameRecord[], size: number): readonly FrameRun[] {
  const runs: FrameRun[] = []
  for (let first = 0; first < frames.length; first += size) {
    const last = Math.min(first + size, frames.length) - 1
    runs.push({ first, last, lastHash: frames[last]?.hash ?? new Uint8Array() })
  }
  return runs
}

/** Answers a comparison from memory. */
function compare(
  a: readonly FrameRecord[],
  b: readonly FrameRecord[],
  [sizeA, sizeB]: readonly [number, number],
): Comparison & { readonly reads: number } {
  const sides = { a: { frames: a, runs: runsOf(a, sizeA) }, b: { frames: b, runs: runsOf(b, sizeB) } }
  const comparison = compareJournals(sides.a.runs, sides.b.runs)
  let reads = 0
  let next = comparison.next()
  while (next.done !== true) {
    const question = next.value
    const { frames, runs } = sides[question.side]
    let answer: CompareAnswer
    if (question.ask === 'hashes') {
      const run = runs[question.run]
      if (run === undefined) throw new Error('no such run')
      answer = { ask: 'hashes', hashes: frames.slice(run.first, run.last + 1).map(({ hash }) => hash) }
      reads += 1
    } else {
      const frame = frames[question.seq]?.frame
      if (frame === undefined) throw new Error('no such frame')
      answer = { ask: 'frame', frame }
    }
    next = comparison.next(answer)
  }
  return { ...next.value, reads }
}

const move = (trial: Trial, x: number) =>
  trial.submit({
    kind: 'action.move_agent',
    payload: { agent_id: 'ada', to: at(x) },
    actor: 'ada',
    key: `m${trial.frames.length}`,
  })

function walk(length: number, change = -1): Trial {
  const trial = new Trial()
  for (let step = 1; step < length; step += 1) move(trial, step === change ? -1 : step)
  return trial
}

describe('compare', () => {
  const same = walk(300).frames

  test('the same path, however it is cut', () => {
    expect(compare(same, walk(300).frames, [32, 32])).toMatchObject({ equal: true, reads: 0 })
    expect(compare(same, walk(300).frames, [32, 47])).toMatchObject({ equal: true })
  })

  test.each([1, 2, 31, 32, 33, 64, 150, 298, 299])(
    'a difference at frame %i is found by few hashes',
    (seq) => {
      const other = walk(300, seq).frames
      const found = {
        equal: false,
        firstDifference: { seq, at: 'action', path: 'action/payload/to/x_cm', a: seq, b: -1 },
      }
      const aligned = compare(same, other, [32, 32])
      expect(aligned).toMatchObject(found)
      expect(aligned.hashCompares).toBeLessThanOrEqual(12)
      expect(aligned.reads).toBe(2)
      expect(compare(same, other, [32, 50])).toMatchObject(found)
    },
  )

  test('one goes on where the other ends', () => {
    const shorter = same.slice(0, 200)
    expect(compare(same, shorter, [32, 32])).toMatchObject({
      firstDifference: { seq: 200, at: 'end', path: '', a: 'action.move_agent', b: undefined },
    })
    expect(compare(shorter, same, [1, 300])).toMatchObject({ firstDifference: { seq: 200, at: 'end' } })
    expect(compare([], [], [5, 5])).toMatchObject({ equal: true })
  })

  test('by chance: the first difference is the one a plain scan finds', () => {
    const draw = new Draw(3)
    for (let round = 0; round < 20; round += 1) {
      const [a, b] = [new Trial(), new Trial()]
      const shared = draw.below(60)
      const seeds = new Draw(round)
      for (let index = 0; index < shared; index += 1) {
        const step = stepOf(seeds.below(10_000), seeds.below(2 ** 31))
        for (const trial of [a, b]) trial.submit(drawInput(trial, step))
      }
      for (const trial of [a, b])
        for (let index = draw.below(20); index > 0; index -= 1)
          trial.submit(drawInput(trial, stepOf(draw.below(10_000), draw.below(2 ** 31))))
      const [left, right] = [a.frames, b.frames]
      let expected = 0
      while (expected < left.length && String(left[expected]?.hash) === String(right[expected]?.hash))
        expected += 1
      const isEqual = expected === left.length && expected === right.length
      const found = compare(left, right, [1 + draw.below(20), 1 + draw.below(20)])
      expect(found.equal ? undefined : found.firstDifference?.seq).toBe(isEqual ? undefined : expected)
    }
  })

  test('states are compared by path', () => {
    const [a, b] = [walk(5), walk(5, 4)]
    expect(compareStates(a.world.state, walk(5).world.state, { seq: 4 })).toEqual({
      equal: true,
      hashCompares: 0,
    })
    expect(compareStates(a.world.state, b.world.state, { seq: 4 }).firstDifference).toEqual({
      seq: 4,
      at: 'state',
      path: 'agents/ada/pos/x_cm',
      a: 4,
      b: -1,
    })
    expect(compareStates(a.world.state, b.world.state, { seq: 4, path: 'agents/bob' }).equal).toBe(true)
    expect(
      compareStates(a.world.state, b.world.state, { seq: 4, path: 'agents/ada/pos' }).firstDifference?.path,
    ).toBe('agents/ada/pos/x_cm')
  })
})
