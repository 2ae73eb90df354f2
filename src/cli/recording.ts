import { createReadStream, statSync } from 'node:fs'
import { fault } from '../kernel/base/fault.ts'
import { fail, ok, type Result } from '../kernel/base/result.ts'
import type { Sha256 } from '../kernel/codec/sha256.ts'
import {
  type OrreryBranch,
  type OrreryItem,
  type OrreryWorld,
  readOrrery,
} from '../storage/orrery-file/read-orrery.ts'
import { digestHex } from '../storage/orrery-file/shapes.ts'
import { UsageProblem } from './command.ts'

/** Bytes read from disk at once. */
const CHUNK_BYTES = 1024 * 1024

/** Where a path goes on when a file does not say: the branch a world begins with. */
const FIRST_BRANCH = 'main'

/** Everything a file says, in its order; ends with `end` or with a fault. */
export function readItems(path: string, sha256: Sha256): AsyncGenerator<OrreryItem, void> {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) throw new UsageProblem(`no file ${path}`)
  return readOrrery(createReadStream(path, { highWaterMark: CHUNK_BYTES }), { sha256 })
}

/** The branch that a command without a name means. */
export function mainBranch({ branches }: OrreryWorld): OrreryBranch | undefined {
  return branches.find(({ name }) => name === FIRST_BRANCH) ?? branches[0]
}

/** Frames of one branch that hold, in order, or why the next ones do not. */
export type FrameRun = Result<{
  readonly first: number
  readonly frames: readonly Uint8Array[]
}>

/** What a reader of one branch gets besides its frames. */
export interface BranchReading {
  /** Once, before the first frames. */
  readonly onWorld?: (world: OrreryWorld, branch: OrreryBranch) => void
  readonly onBlob?: (digest: string, bytes: Uint8Array) => void
}

/**
 * The frames of one branch of a file, a segment at a time, so that memory does not grow with the file. `choose` names the
 * branch. Segments that branches share stand in the file once, before those that follow them: one pass gives any branch.
 */
export async function* readBranch(
  items: AsyncIterable<OrreryItem>,
  choose: (world: OrreryWorld) => OrreryBranch | undefined,
  { onWorld, onBlob }: BranchReading = {},
): AsyncGenerator<FrameRun, void> {
  let digests = new Set<string>()
  for await (const item of items) {
    if (item.kind === 'fault') yield fail(item.fault)
    else if (item.kind === 'blob') onBlob?.(item.digest, item.bytes)
    else if (item.kind === 'world') {
      const branch = choose(item.world)
      if (branch === undefined) {
        yield fail(fault('world.unknown', { path: 'branches' }))
        return
      }
      digests = new Set(branch.segments.map(({ segment }) => digestHex(segment)))
      onWorld?.(item.world, branch)
    } else if ((item.kind === 'segment' || item.kind === 'partial') && digests.has(item.digest)) {
      yield ok({ first: item.first, frames: item.frames })
    }
  }
}
