/** The earlier states that a verification needs to make rollbacks again: no more of them, and no longer, than needed. */
import { ROLLBACK_STATES_MAX } from '../base/limits.ts'
import { decodeFrame } from '../journal/frame-decode.ts'
import { peekFrame } from '../journal/frame-peek.ts'
import { rollback } from '../packs/core/actions.ts'
import type { RollbackPoint } from '../world/rollback.ts'

/** Frames that rollbacks go back to, each with the seq of the last rollback that goes there. */
export type RollbackTargets = ReadonlyMap<number, number>

function rollbackIn(bytes: Uint8Array): readonly [toSeq: number, seq: number] | undefined {
  const peeked = peekFrame(bytes)
  if (!peeked.ok || peeked.value.kind !== rollback.kind) return undefined
  const decoded = decodeFrame(bytes)
  const toSeq = decoded.ok ? decoded.value.action.payload['toSeq'] : undefined
  return typeof toSeq === 'number' ? [toSeq, peeked.value.seq] : undefined
}

/** Where the rollbacks among these frames go back to. Frames that do not read are left to the verification. */
export function rollbackTargetsOf(frames: Iterable<Uint8Array>): RollbackTargets {
  const targets = new Map<number, number>()
  for (const bytes of frames) {
    const found = rollbackIn(bytes)
    if (found !== undefined) targets.set(...found)
  }
  return targets
}

export class RollbackPoints {
  private readonly targets: RollbackTargets
  private readonly points = new Map<number, RollbackPoint>()
  /** Points whose last rollback is at a seq. */
  private readonly ending = new Map<number, number[]>()
  /** Frames whose states found no room. */
  private readonly unkept = new Set<number>()

  constructor(targets: RollbackTargets = new Map()) {
    this.targets = targets
  }

  /** States that are kept now. */
  get size(): number {
    return this.points.size
  }

  /** Passes the end of frame `seq`: lets go of what only rollbacks up to it needed, and keeps its state if a later one does. */
  pass(seq: number, point: () => RollbackPoint): void {
    if (this.targets.size === 0) return
    for (const target of this.ending.get(seq) ?? []) this.points.delete(target)
    this.ending.delete(seq)
    const last = this.targets.get(seq)
    if (last === undefined || last <= seq) return
    if (this.points.size >= ROLLBACK_STATES_MAX) {
      this.unkept.add(seq)
      return
    }
    this.points.set(seq, point())
    const others = this.ending.get(last)
    if (others === undefined) this.ending.set(last, [seq])
    else others.push(seq)
  }

  get(seq: number): RollbackPoint | undefined {
    return this.points.get(seq)
  }

  /** Whether the state after a frame would be here if there had been room. */
  isUnkept(seq: unknown): boolean {
    return typeof seq === 'number' && this.unkept.has(seq)
  }

  clear(): void {
    this.points.clear()
    this.ending.clear()
  }
}
