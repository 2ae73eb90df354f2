import { openSync, readSync, closeSync } from 'node:fs'
import { createSha256 } from '../adapters/sha256.ts'
import { bytesToHex } from '../kernel/base/order.ts'
import { MODULE_BYTES_MAX } from '../kernel/wasm/limits.ts'
import { UsageProblem } from './command.ts'

/** Bytes of one page of a module's memory. */
export const PAGE_BYTES = 65_536
/** Bytes that a module's memory may take unless it is said: as much as hosts of this profile give. */
export const MEMORY_BYTES = 64 * 1024 * 1024

/** A module as it lies in a file. */
export interface ModuleFile {
  /** At most one byte more than a module may have: enough for it to be refused. */
  readonly bytes: Uint8Array
  /** Hex SHA-256 of them. */
  readonly hash: string
}

/** Reads a module. A file that is not there is a problem of usage; what is in it is for the instrumenter to judge. */
export async function readModuleFile(path: string): Promise<ModuleFile> {
  const bytes = readUpTo(path, MODULE_BYTES_MAX + 1)
  return { bytes, hash: bytesToHex((await createSha256()).digest(bytes)) }
}

function readUpTo(path: string, limit: number): Uint8Array {
  try {
    const file = openSync(path, 'r')
    try {
      const buffer = new Uint8Array(limit)
      let length = 0
      for (let read = -1; read !== 0 && length < limit; length += read)
        read = readSync(file, buffer, length, limit - length, null)
      return buffer.subarray(0, length)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw new UsageProblem(
      error instanceof Error && 'code' in error && error.code === 'ENOENT'
        ? `no file ${path}`
        : `cannot read ${path}`,
    )
  }
}
