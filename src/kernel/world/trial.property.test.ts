import { expect, test } from 'vitest'
import { REJECTIONS } from '../catalogue/rejection.ts'
import { RESOURCE_KINDS } from '../packs/space/collections.ts'
import type { State } from '../state/collection.ts'
import { Draw } from '../testing/draw.ts'
import { drawInput, stepOf } from '../testing/steps.ts'
import { Trial } from '../testing/trial.ts'
import { CATALOGUE } from './catalogue.ts'
import type { RefusalReason } from './door.ts'

const REFUSALS = [
  'malformed',
  'oversize',
  'unknown_kind',
  'unknown_actor',
  'bad_signature',
  'duplicate',
  'queue_full',
] as const satisfies readonly RefusalReason[]

/** What no action by itself leads to: the beginning, and what calls of modules leave behind. */
const NOT_DRAWN: ReadonlySet<string> = new Set([
  'core.world_created',
  'manifest.updated',
  'domain.action_rejected',
  'module.call_failed',
  'module.recovered',
  'module.quarantined',
  'module.state_updated',
])

/** Units of each resource that holders have together, less what was ever minted: nothing, always. */
function unaccounted(state: State): readonly bigint[] {
  return RESOURCE_KINDS.map((kind) => {
    let sum = 0n
    for (const name of ['agents', 'locations']) {
      for (const [, record] of state.entries(name)) {
        const stock = record['resources'] as Readonly<Record<string, number>>
        const amount = stock[kind] ?? 0
        expect(amount).toBeGreaterThanOrEqual(0)
        sum += BigInt(amount)
      }
    }
    const account = state.get('ledger', kind) as
      | { readonly balance: number; readonly supply: number }
      | undefined
    return sum + BigInt(account?.balance ?? 0) - BigInt(account?.supply ?? 0)
  })
}

test('actions by chance meet every action kind, refusal, rejection and event, and conserve resources', {
  timeout: 60_000,
}, () => {
  const counts = new Map<string, number>()
  const count = (...names: readonly string[]): void => {
    const name = names.join(' ')
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const draw = new Draw(1)
  for (let round = 0; round < 75; round += 1) {
    const trial = new Trial()
    for (let index = 0; index < 500; index += 1) {
      const input = drawInput(trial, stepOf(draw.below(10_000), draw.below(2 ** 31)))
      count('action', input.kind)
      const done = trial.submit(input)
      if (!done.ok) {
        count('refusal', done.fault.reason ?? '')
        continue
      }
      for (const { frame } of done.value) {
        for (const event of frame.events) {
          const reason = event.payload['reason'] as { readonly type?: string } | undefined
          if (event.kind === 'domain.action_rejected') count('rejection', reason?.type ?? '')
          else count('event', event.kind)
        }
      }
    }
    expect(unaccounted(trial.world.state)).toEqual([0n, 0n, 0n])
  }
  const wanted = [
    ...[...CATALOGUE.actions.keys()].map((kind) => `action ${kind}`),
    ...REFUSALS.map((reason) => `refusal ${reason}`),
    ...Object.keys(REJECTIONS).map((type) => `rejection ${type}`),
    ...[...CATALOGUE.events.keys()].filter((kind) => !NOT_DRAWN.has(kind)).map((kind) => `event ${kind}`),
  ]
  expect(
    wanted.filter((name) => (counts.get(name) ?? 0) < 100).map((name) => [name, counts.get(name)]),
  ).toEqual([])
})
