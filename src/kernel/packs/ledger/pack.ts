import { definePack } from '../../catalogue/define.ts'
import { addCargo, adjustBalance, adjustStock, emitResourceTransfer, transferResource } from './actions.ts'
import { ledger } from './collections.ts'
import { conservation } from './conservation.ts'
import { balanceAdjusted, cargoAdded, resourceTransferred, stockAdjusted } from './events.ts'

/** Resources: who holds how much, what exists, and that nothing appears or vanishes unsaid. */
export const ledgerPack = definePack({
  id: 'ledger',
  collections: [ledger],
  events: [resourceTransferred, balanceAdjusted, stockAdjusted, cargoAdded],
  actions: [transferResource, emitResourceTransfer, adjustBalance, adjustStock, addCargo],
  invariants: [conservation],
})
