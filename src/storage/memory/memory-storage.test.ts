import { nodeSha256 } from '../../kernel/testing/node-sha256.ts'
import { describeStorage } from '../testing/store-contract.ts'
import type { StorageUnderTest } from '../testing/under-test.ts'
import { describeStoreModel } from '../testing/store-model.ts'
import { createMemoryStorage } from './memory-storage.ts'
import { MemoryDatabases } from './memory-tables.ts'

const under: StorageUnderTest = {
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
}

describeStorage(under)
describeStoreModel(under, { runs: 60 })
