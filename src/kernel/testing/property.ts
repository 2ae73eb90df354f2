import fc from 'fast-check'
import { planeIn, CATALOGUE } from '../world/catalogue.ts'
import { StateTree } from '../state/tree.ts'
import type { State } from '../state/collection.ts'
import { bytesToHex } from '../base/order.ts'
import { nodeSha256 } from './node-sha256.ts'
import { drawInput, stepOf, type Step } from './steps.ts'
import { Trial } from './trial.ts'

/**
 * How often a property is tried. The seed is fixed, so that a failure is the same everywhere; `PROPERTY_FACTOR=20` tries
 * twenty times as much, `PROPERTY_SEED=n` something else.
 */
export function tries(runs: number): fc.Parameters<unknown> {
  const factor = Number(process.env['PROPERTY_FACTOR'] ?? 1)
  return {
    numRuns: Math.max(1, Math.round(runs * factor)),
    seed: Number(process.env['PROPERTY_SEED'] ?? 20_261_121),
  }
}

/** Actions by chance. Dropping some gives another valid sequence, so failures shrink. */
export const stepsUpTo = (count: number): fc.Arbitrary<readonly Step[]> =>
  fc
    .array(fc.tuple(fc.nat(9999), fc.nat(2 ** 31 - 1)), { minLength: 1, maxLength: count, size: 'max' })
    .map((pairs) => pairs.map(([kind, seed]) => stepOf(kind, seed)))

/** The recording that steps lead to; those the door refuses leave nothing. */
export function runTrial(steps: readonly Step[], trial: Trial = new Trial()): Trial {
  for (const step of steps) trial.submit(drawInput(trial, step))
  return trial
}

/** The root of a state, from its records alone. */
export function rootHex(state: State): string {
  const records = state
    .collectionNames()
    .flatMap((name) => [...state.entries(name)].map(([key, record]) => [name, key, record] as const))
  return bytesToHex(StateTree.rootOf({ sha256: nodeSha256, planeOf: planeIn(CATALOGUE) }, records))
}
