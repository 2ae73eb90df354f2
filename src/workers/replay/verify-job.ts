/** Verification of the journal that is open. Loaded when somebody asks for it. */
import { ok, type Result } from '../../kernel/base/result.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import { rollback } from '../../kernel/packs/core/actions.ts'
import type { RollbackTargets } from '../../kernel/replay/rollback-points.ts'
import { verifyEd25519 } from '../../adapters/ed25519.ts'
import type { Progress, SealReport } from '../protocol.ts'
import { verifyJournal } from '../shared/verify-journal.ts'
import type { Recording } from './recording.ts'

export interface VerifyRequest {
  readonly intactOnly: boolean
  readonly sha256: Sha256
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
}

export async function verifyRecording(
  recording: Recording,
  request: VerifyRequest,
): Promise<Result<SealReport>> {
  const { view } = recording
  // The rows as they are now: the world may grow while this runs.
  const journal = await view.store.journal(view.branch)
  if (!journal.ok) return journal
  const targets = await targetsOf(recording)
  if (!targets.ok) return targets
  return verifyJournal({
    ...request,
    store: view.store,
    journal: journal.value,
    verifySignature: verifyEd25519,
    rollbackTargets: targets.value,
  })
}

/** Where rollbacks go back to. */
async function targetsOf({ index, frames }: Recording): Promise<Result<RollbackTargets>> {
  const targets = new Map<number, number>()
  for (const seq of index.columns.framesOfKind(rollback.kind)) {
    const frame = await frames.read(seq)
    if (!frame.ok) return frame
    const toSeq = frame.value.action.payload['toSeq']
    if (typeof toSeq === 'number') targets.set(toSeq, seq)
  }
  return ok(targets)
}
