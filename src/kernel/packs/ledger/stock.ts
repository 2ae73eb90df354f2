/** Arithmetic on stocks. Zero entries are left out, so that equal stocks are equal bytes. */
import { addInts } from '../../base/ints.ts'
import type { StateReader } from '../../state/collection.ts'
import type { StateWriter } from '../../state/recorder.ts'
import { assert } from '../../base/assert.ts'
import { agents, locations, RESOURCE_KINDS, type ResourceKind } from '../space/collections.ts'
import { ledger } from './collections.ts'

/** Amount held; nothing noted is zero. */
export const amountOf = (stock: Readonly<Record<string, number>>, kind: ResourceKind): number =>
  stock[kind] ?? 0

/** The stock with `delta` added. The caller has checked that it does not go below zero. */
export function withDelta(
  stock: Readonly<Record<string, number>>,
  kind: ResourceKind,
  delta: number,
): Readonly<Record<string, number>> {
  const sum = addInts(amountOf(stock, kind), delta)
  assert(sum.ok && sum.value >= 0, 'A journalled amount fits its stock.', { path: `resources/${kind}` })
  const next: Record<string, number> = {}
  for (const each of RESOURCE_KINDS) {
    const amount = each === kind ? sum.value : amountOf(stock, each)
    if (amount > 0) next[each] = amount
  }
  return next
}

export type HolderType = 'agent' | 'location'

/** Stock of an agent or a location, or nothing when there is no such holder. */
export function stockOf(
  read: StateReader,
  type: HolderType,
  holder: string,
): Readonly<Record<string, number>> | undefined {
  return type === 'agent' ? agents.get(read, holder)?.resources : locations.get(read, holder)?.resources
}

export function addToStock(
  write: StateWriter,
  type: HolderType,
  holder: string,
  kind: ResourceKind,
  delta: number,
): void {
  const collection = type === 'agent' ? 'agents' : 'locations'
  const record = write.get(collection, holder)
  const stock = stockOf(write, type, holder)
  assert(record !== undefined && stock !== undefined, 'A journalled holder is in the world.', {
    path: `${collection}/${holder}`,
  })
  write.put(collection, holder, { ...record, resources: withDelta(stock, kind, delta) })
}

export const accountOf = (
  read: StateReader,
  kind: ResourceKind,
): { readonly balance: number; readonly supply: number } =>
  ledger.get(read, kind) ?? { balance: 0, supply: 0 }

/** Adds to the world's balance and to the supply. */
export function addToAccount(
  write: StateWriter,
  kind: ResourceKind,
  delta: { readonly balance: number; readonly supply: number },
): void {
  const account = accountOf(write, kind)
  const balance = addInts(account.balance, delta.balance)
  const supply = addInts(account.supply, delta.supply)
  assert(
    balance.ok && balance.value >= 0 && supply.ok && supply.value >= 0,
    'A journalled amount fits the ledger.',
    { path: `ledger/${kind}` },
  )
  ledger.put(write, kind, { balance: balance.value, supply: supply.value })
}
