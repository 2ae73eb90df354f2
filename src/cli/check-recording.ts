import { verifyEd25519 } from '../adapters/ed25519.ts'
import { createSha256 } from '../adapters/sha256.ts'
import { type Fault, fault } from '../kernel/base/fault.ts'
import { bytesToHex } from '../kernel/base/order.ts'
import type { Sha256 } from '../kernel/codec/sha256.ts'
import { rollbackTargetsOf, type RollbackTargets } from '../kernel/replay/rollback-points.ts'
import { createVerifier, type VerifyReport } from '../kernel/replay/verify.ts'
import type { OrreryBranch, OrreryWorld } from '../storage/orrery-file/read-orrery.ts'
import { mainBranch, readBranch, readItems } from './recording.ts'

interface Check {
  readonly path: string
  readonly sha256: Sha256
  readonly intactOnly: boolean
}

/**
 * Checks a file as a stream: every byte against the hashes, every frame against the chain and the state it leads to and,
 * unless `intactOnly`, against what the kernel makes of its action. Every branch is checked; the answer is that of the
 * main one, or of the first that fails. Memory: one segment, one world, the blobs that rollbacks need.
 */
export async function checkRecording(path: string, intactOnly: boolean): Promise<VerifyReport> {
  const check: Check = { path, sha256: await createSha256(), intactOnly }
  const first = await checkBranch(check, mainBranch)
  if (!first.report.ok) return first.report
  for (const { name } of first.branches.filter((branch) => branch.name !== first.branch)) {
    const { report } = await checkBranch(check, ({ branches }) =>
      branches.find((branch) => branch.name === name),
    )
    if (!report.ok) return report
  }
  return first.report
}

interface CheckedBranch {
  readonly report: VerifyReport
  readonly branch: string | undefined
  readonly branches: readonly OrreryBranch[]
}

type Choice = (world: OrreryWorld) => OrreryBranch | undefined

async function checkBranch({ path, sha256, intactOnly }: Check, choose: Choice): Promise<CheckedBranch> {
  const blobs = new Map<string, Uint8Array>()
  const rollbackTargets = new Map<number, number>()
  const ports = {
    sha256,
    blobs: (digest: Uint8Array) => blobs.get(bytesToHex(digest)),
    verifySignature: verifyEd25519,
  }
  const verifier = createVerifier({ ports, intactOnly, rollbackTargets })
  let branches: readonly OrreryBranch[] = []
  let branch: OrreryBranch | undefined
  let broken: Fault | undefined
  const reading = {
    onBlob: (digest: string, bytes: Uint8Array): void => void blobs.set(digest, bytes),
    onWorld: (world: OrreryWorld, chosen: OrreryBranch): void => {
      branches = world.branches
      branch = chosen
    },
  }
  for await (const run of readBranch(readItems(path, sha256), choose, reading)) {
    if (!run.ok) {
      broken = run.fault
      continue
    }
    // A rollback names its patch: a file without blobs has none, and is not read twice.
    if (run.value.first === 0 && blobs.size > 0 && !intactOnly) {
      for (const [to, from] of await findRollbackTargets(path, sha256, choose)) rollbackTargets.set(to, from)
    }
    if (verifier.pushAll(run.value.frames) !== undefined) break
  }
  const report = withFileFault(asAsked(verifier.finish(), intactOnly), broken)
  return { report, branch: branch?.name, branches }
}

/** Where rollbacks go back to must be known before the frames they go back to pass by. */
async function findRollbackTargets(path: string, sha256: Sha256, choose: Choice): Promise<RollbackTargets> {
  const targets = new Map<number, number>()
  for await (const run of readBranch(readItems(path, sha256), choose)) {
    if (!run.ok) break
    for (const [to, from] of rollbackTargetsOf(run.value.frames)) targets.set(to, from)
  }
  return targets
}

/** Rules of another build are no fault of a file that was asked to be intact only: nothing was to be run again. */
function asAsked(report: VerifyReport, intactOnly: boolean): VerifyReport {
  const { fault: found, ...rest } = report
  const isForeign = intactOnly && report.seals.intact && found?.kind === 'semantics.unknown'
  return isForeign ? { ...rest, ok: true } : report
}

const NO_SEALS = { intact: false, authentic: false, reproduced: false }

/** What the file does not hold ends the check, unless a frame before it was wrong already. */
function withFileFault(report: VerifyReport, broken: Fault | undefined): VerifyReport {
  const isBrokenBefore = report.fault !== undefined && !report.seals.intact
  if (isBrokenBefore || (broken === undefined && report.frames > 0)) return report
  return { ...report, ok: false, seals: NO_SEALS, fault: broken ?? fault('file.truncated', { seq: 0 }) }
}
