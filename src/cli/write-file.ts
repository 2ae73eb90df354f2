import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type Fault, fault } from '../kernel/base/fault.ts'
import { fail, ok, type Result } from '../kernel/base/result.ts'

/**
 * Writes a file from chunks as they come, aside and then renamed: whoever looks at `path` sees a whole file or the one
 * before. Faults: that of the chunks, `storage.quota`, `storage.unavailable`.
 */
export async function writeFile(
  path: string,
  chunks: AsyncIterable<Result<Uint8Array>>,
): Promise<Result<void>> {
  const partial = join(dirname(path), `.${basename(path)}.${process.pid}.partial`)
  try {
    const written = await writeChunks(partial, chunks)
    if (written.ok) renameSync(partial, path)
    return written
  } catch (error) {
    return fail(writeFault(path, error))
  } finally {
    rmSync(partial, { force: true })
  }
}

async function writeChunks(path: string, chunks: AsyncIterable<Result<Uint8Array>>): Promise<Result<void>> {
  const descriptor = openSync(path, 'w')
  try {
    for await (const chunk of chunks) {
      if (!chunk.ok) return chunk
      for (let at = 0; at < chunk.value.length; ) at += writeSync(descriptor, chunk.value, at)
    }
    return ok(undefined)
  } finally {
    closeSync(descriptor)
  }
}

/** What the system says of a write; what it did not say was ours and flies on. */
function writeFault(path: string, error: unknown): Fault {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error
  const { code } = error
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return fault('storage.quota', { path })
  return fault('storage.unavailable', { path, reason: code })
}
