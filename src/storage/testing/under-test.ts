import type { Sha256 } from '../../kernel/codec/sha256.ts'
import type { Storage } from '../port.ts'
import type { Tables } from '../tables.ts'

/** A kind of storage under test. */
export interface StorageUnderTest {
  readonly name: string
  readonly sha256: () => Promise<Sha256>
  /** Fresh and empty; every later call of `again` opens the same one. */
  open(): Promise<{
    readonly storage: Storage
    again(): Promise<Storage>
    rawTables(worldKey: string): Promise<Tables>
  }>
}
