import { nodeSha256 } from '../../kernel/testing/node-sha256.ts'
import { describeStorage } from '../testing/store-contract.ts'
import { createMemoryStorage } from './memory-storage.ts'
import { MemoryDatabases } from './memory-tables.ts'

describeStorage({
  name: 'memory',
  sha256: async () => Promise.resolve(nodeSha256),
  open: async () => {
    const databases = new MemoryDatabases()
    return Promise.resolve({
      storage: createMemoryStorage(databases),
      again: async () => Promise.resolve(createMemoryStorage(databases)),
      rawTables: async (worldKey) => Promise.resolve(databases.open(`world-${worldKey}`)),
    })
  },
})
