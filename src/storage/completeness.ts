import { ok, type Result } from '../kernel/base/result.ts'
import type { BranchJournal, Contents, WorldStore } from './port.ts'

/** Whether a branch lacks no row and no content up to its head. Told from rows and keys: content is not read. */
export async function isComplete(store: WorldStore, branch: string): Promise<Result<boolean>> {
  const [journal, audit] = await Promise.all([store.journal(branch), store.audit()])
  if (!journal.ok) return journal.fault.kind === 'storage.torn_tail' ? ok(false) : journal
  return audit.ok ? ok(!isMissingAny(journal.value, audit.value.missing)) : audit
}

function isMissingAny({ path, tail }: BranchJournal, missing: Contents): boolean {
  const [segments, blobs] = [new Set(missing.segments), new Set(missing.blobs)]
  return (
    path.some(({ digest }) => segments.has(digest)) ||
    [...path, ...tail].some(({ refs }) => refs?.some((ref) => blobs.has(ref)))
  )
}
