import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { nodeSha256 } from '../../kernel/testing/node-sha256.ts'
import type { Storage } from '../port.ts'
import { valueOf } from '../testing/reading.ts'
import { describeStorage } from '../testing/store-contract.ts'
import type { StorageUnderTest } from '../testing/under-test.ts'
import { describeStoreModel } from '../testing/store-model.ts'
import { openFileStorage } from './file-storage.ts'
import { openFileTables } from './file-tables.ts'

const root = mkdtempSync(join(tmpdir(), 'orrery-storage-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const under: StorageUnderTest = {
  name: 'file',
  sha256: async () => Promise.resolve(nodeSha256),
  open: async () => {
    const directory = mkdtempSync(join(root, 'd-'))
    const open = async (): Promise<Storage> => valueOf(await openFileStorage(directory))
    return {
      storage: await open(),
      again: open,
      rawTables: async (worldKey) => valueOf(await openFileTables(join(directory, `${worldKey}.world.log`))),
    }
  },
}

describeStorage(under)
describeStoreModel(under, { runs: 60 })
