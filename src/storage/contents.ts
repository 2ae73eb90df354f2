/** Segments and blobs: stored under their digests, kept for as long as a row names them. */
import type { ContentAudit, Contents, StoredBlob } from './port.ts'
import { ownBytes, parseBranch, parseSegment, parseTail } from './rows.ts'
import type { ReadTransaction, WriteTransaction } from './tables.ts'

type ContentTable = keyof Contents

const CONTENT_TABLES: readonly ContentTable[] = ['segments', 'blobs']

type Named = { readonly [Table in ContentTable]: Set<string> }

/** What rows of any branch name. */
async function namedContents(transaction: ReadTransaction): Promise<Named> {
  const named: Named = { segments: new Set(), blobs: new Set() }
  for (const row of await transaction.all('branches')) {
    const name = parseBranch(row)?.name
    if (name === undefined) continue
    const everything = { from: 0, to: Infinity }
    for (const stored of await transaction.range('path', name, everything)) {
      const segment = parseSegment(stored)
      if (segment !== undefined) named.segments.add(segment.digest)
      for (const ref of segment?.refs ?? []) named.blobs.add(ref)
    }
    for (const stored of await transaction.range('tail', name, everything)) {
      for (const ref of parseTail(stored)?.refs ?? []) named.blobs.add(ref)
    }
  }
  return named
}

/** Compares keys with what rows name. O(rows and contents), and reads no content. */
export async function auditContents(transaction: ReadTransaction): Promise<ContentAudit> {
  const named = await namedContents(transaction)
  const stored = {
    segments: new Set(await transaction.texts('segments')),
    blobs: new Set(await transaction.texts('blobs')),
  }
  const without = (some: Named, others: Named): Contents => ({
    segments: [...some.segments].filter((digest) => !others.segments.has(digest)),
    blobs: [...some.blobs].filter((digest) => !others.blobs.has(digest)),
  })
  return { missing: without(named, stored), orphaned: without(stored, named) }
}

/** Deletes what no row names, among these. */
export async function deleteUnnamed(transaction: WriteTransaction, contents: Contents): Promise<void> {
  const named = await namedContents(transaction)
  for (const table of CONTENT_TABLES)
    for (const digest of contents[table]) if (!named[table].has(digest)) transaction.delete(table, digest)
}

/** Stores what is not there yet and answers which that was. */
export async function putFresh(
  transaction: WriteTransaction,
  table: ContentTable,
  contents: readonly StoredBlob[],
): Promise<readonly string[]> {
  const fresh: string[] = []
  for (const { digest, bytes } of contents) {
    if (await transaction.has(table, digest)) continue
    transaction.put(table, digest, ownBytes(bytes))
    fresh.push(digest)
  }
  return fresh
}
