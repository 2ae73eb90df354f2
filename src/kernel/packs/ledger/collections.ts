import { defineCollection } from '../../catalogue/define.ts'
import { field } from '../../schema/field.ts'

/** The world's own account, by resource. Supply counts everything minted less everything burned, wherever it is now. */
export const ledger = defineCollection({
  name: 'ledger',
  plane: 'domain',
  summary: 'The world’s own balance and the total supply of each resource.',
  fields: {
    balance: field.uint('Units the world itself holds.'),
    supply: field.uint('Units that exist in the whole world.'),
  },
})
