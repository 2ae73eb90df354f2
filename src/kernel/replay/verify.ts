/** Verification (kernel.md K8): is a recording intact, authentic, reproduced? One pass over the bytes of its frames. */
import { fault, type Fault } from '../base/fault.ts'
import { ROLLBACK_STATES_MAX } from '../base/limits.ts'
import { bytesToHex, compareBytes } from '../base/order.ts'
import type { Frame, FrameRecord } from '../journal/frame.ts'
import { decodeFrame } from '../journal/frame-decode.ts'
import { rollback } from '../packs/core/actions.ts'
import { CATALOGUE, SEMANTICS, type Catalogue } from '../world/catalogue.ts'
import { signedBytes } from '../world/door.ts'
import { openGenesis } from '../world/genesis.ts'
import { createRollbackTarget } from '../world/rollback.ts'
import { rootOf, type World, type WorldPorts } from '../world/world.ts'
import { FrameChain, type ChainedFrame } from './chain.ts'
import { checkRefs, checkSealPresence } from './frame-rules.ts'
import { ExpectingSha256, reexecute, reexecuteGenesis, reproduce } from './reexecute.ts'
import { RollbackPoints, type RollbackTargets } from './rollback-points.ts'
import { ActionScan } from './scan/action-scan.ts'
import { CheckedScan } from './scan/checked-scan.ts'
import { SealedFold } from './sealed-fold.ts'

export interface VerifyOptions {
  /** `blobs` holds every blob the recording names; `verifySignature` is needed for recordings with signatures. */
  readonly ports: Omit<WorldPorts, 'rollbackTarget'>
  /** Only the first seal: chain, canonical form, order, refs, seals by folding. Default false. */
  readonly intactOnly?: boolean
  /** Frames that rollbacks of this recording go back to (`rollbackTargetsOf`): their states are kept on the way. */
  readonly rollbackTargets?: RollbackTargets
}

/** What holds. A seal is true only when it was looked at and holds for the whole recording. Hashes are hex. */
export interface VerifyReport {
  readonly ok: boolean
  /** Frames that hold: a prefix of this length is intact. */
  readonly frames: number
  readonly events: number
  /** Hash of the last of them, and the state root after it (empty when the state is not known to this build). */
  readonly headHash: string
  readonly stateRoot: string
  readonly seals: { readonly intact: boolean; readonly authentic: boolean; readonly reproduced: boolean }
  readonly fault?: Fault
}

const isEqual = (a: Uint8Array, b: Uint8Array | null): boolean => b !== null && compareBytes(a, b) === 0

/** Takes the frames of a recording in order and judges them. */
export class Verifier {
  private readonly options: VerifyOptions
  private readonly catalogue: Catalogue
  private readonly chain: FrameChain
  private readonly sha256: ExpectingSha256
  private readonly actions: ActionScan
  private readonly scan: CheckedScan
  private readonly points: RollbackPoints
  /** The state and, while everything was reproduced, the kernel that goes on. */
  private world: World | undefined
  /** In place of the kernel, once it would go another way or was never asked. */
  private fold: SealedFold | undefined
  /** The first thing wrong that leaves the recording intact. */
  private flaw: Fault | undefined
  private frames = 0
  private events = 0
  private time = 0
  private headHash: Uint8Array = new Uint8Array()
  private isExecuting: boolean
  /** Events of another build came: there is no state from there on. */
  private isStateLost = false
  /** The recording claims the kernel behaviour of this build. */
  private isOwnBuild = true
  private isAuthentic: boolean
  private isSignatureGood = true

  constructor(options: VerifyOptions) {
    this.options = options
    this.catalogue = options.ports.catalogue ?? CATALOGUE
    this.sha256 = new ExpectingSha256(options.ports.sha256)
    this.actions = new ActionScan(this.catalogue)
    this.scan = new CheckedScan(this.catalogue)
    this.chain = new FrameChain(options.ports.sha256, (chained) => this.judge(chained))
    this.points = new RollbackPoints(options.rollbackTargets)
    this.isExecuting = options.intactOnly !== true
    this.isAuthentic = options.intactOnly !== true
  }

  /** Frames judged so far. */
  get frameCount(): number {
    return this.frames
  }

  /**
   * Takes the bytes of the next frame, and its hash where a segment names it. Answers with the fault that ends the
   * verification; it may be of an earlier frame.
   */
  push(bytes: Uint8Array, namedHash?: Uint8Array): Fault | undefined {
    return this.chain.push(bytes, namedHash)
  }

  /** Takes a run of frames, a segment mostly, whose last frame has the hash `lastHash`. */
  pushAll(run: readonly Uint8Array[], lastHash?: Uint8Array): Fault | undefined {
    return this.chain.pushAll(run, lastHash)
  }

  /** Judges what waits and reports. `headHash` is the hash that the file or branch gives for its last frame. */
  finish(headHash?: Uint8Array): VerifyReport {
    const broken = this.chain.finish(headHash)
    const { flaw, isAuthentic, isExecuting, frames } = this
    const intact = broken === undefined && frames > 0
    const found = broken ?? flaw
    return {
      ok: found === undefined && frames > 0,
      frames,
      events: this.events,
      headHash: bytesToHex(this.headHash),
      stateRoot: this.stateRoot(),
      seals: { intact, authentic: intact && isAuthentic, reproduced: intact && isExecuting },
      ...(found === undefined ? {} : { fault: found }),
    }
  }

  private stateRoot(): string {
    if (this.world === undefined || this.isStateLost) return ''
    return bytesToHex(this.fold === undefined ? rootOf(this.world) : this.fold.root())
  }

  /** Notes something wrong that leaves the recording intact. */
  private note(flaw: Fault): void {
    this.flaw ??= flaw
  }

  /** From here on frames are folded. */
  private stopExecuting(flaw: Fault): void {
    this.note(flaw)
    this.isExecuting = false
    this.points.clear()
  }

  private judge(chained: ChainedFrame): Fault | undefined {
    const made = this.reproduceQuickly(chained)
    if (made !== undefined) return this.accept(chained, made, made.events.length)
    const seq = this.frames
    if (!this.isExecuting && seq > 0) {
      if (this.scan.read(chained.bytes)) return this.judgeScanned(chained)
    }
    const decoded = decodeFrame(chained.bytes)
    if (!decoded.ok) return { ...decoded.fault, seq }
    const frame = decoded.value
    const wrong =
      this.checkOrder(frame, isEqual(this.headHash, frame.parent)) ??
      checkSealPresence(frame, this.catalogue.actions.get(frame.action.kind)) ??
      checkRefs(frame, this.options.ports)
    if (wrong !== undefined) return wrong
    this.checkSignature(frame, chained.hash)
    const record = { ...chained, frame }
    const broken = seq === 0 ? this.begin(record) : this.advance(record)
    return broken ?? this.accept(chained, frame, frame.events.length)
  }

  /** {@link judge} of a frame that was scanned: neither signature nor blob is in it. */
  private judgeScanned(chained: ChainedFrame): Fault | undefined {
    const { scan } = this
    return (
      this.checkOrder(scan, scan.isAfter(this.headHash)) ??
      checkSealPresence(scan, scan.action) ??
      this.loseState(this.openFold()?.applyScanned(scan)) ??
      this.accept(chained, scan, scan.eventCount)
    )
  }

  /** The frame, when the kernel made it again byte by byte: there is nothing else to check. */
  private reproduceQuickly(chained: ChainedFrame): Frame | undefined {
    const { world } = this
    if (!this.isExecuting || world === undefined) return undefined
    const action = this.actions.read(chained.bytes)
    if (action === undefined) return undefined
    this.sha256.expected = chained
    const made = reproduce(world, action, chained)
    this.sha256.expected = undefined
    return made?.frame
  }

  private accept({ hash }: ChainedFrame, { time }: Pick<Frame, 'time'>, events: number): undefined {
    const { world } = this
    if (this.isExecuting && world !== undefined)
      this.points.pass(this.frames, () => ({ state: world.state.clone(), hash, root: rootOf(world) }))
    this.frames += 1
    this.events += events
    this.time = time
    this.headHash = hash
    return undefined
  }

  private checkOrder(
    frame: Pick<Frame, 'seq' | 'time' | 'firstEvent'>,
    isAfterHead: boolean,
  ): Fault | undefined {
    const seq = this.frames
    const firstEvent = this.events + 1
    if (frame.seq !== seq) return fault('frame.order', { seq, expected: seq, actual: frame.seq })
    // The chain looked at the end of the bytes only.
    if (seq > 0 && !isAfterHead) return fault('frame.hash', { seq, path: 'parent' })
    if (frame.firstEvent !== firstEvent)
      return fault('frame.order', { seq, path: 'firstEvent', expected: firstEvent, actual: frame.firstEvent })
    if (frame.time >= this.time) return undefined
    return fault('frame.order', { seq, path: 'time', expected: this.time, actual: frame.time })
  }

  private checkSignature({ seq, action }: Frame, hash: Uint8Array): void {
    this.isSignatureGood = true
    if (action.auth === undefined || this.options.intactOnly === true) return
    const { verifySignature } = this.options.ports
    const message = signedBytes(this.world?.genesis ?? hash, action)
    if (verifySignature?.(message, action.auth.sig, action.auth.key) === true) return
    this.isAuthentic = false
    // Without a verifier the signature is unknown, not wrong: the kernel is not asked to refuse it.
    this.isSignatureGood = verifySignature === undefined
    const reason = verifySignature === undefined ? 'unchecked' : 'differs'
    this.note(fault('signature.invalid', { seq, path: 'action/auth/sig', reason }))
  }

  private begin(record: FrameRecord): Fault | undefined {
    const semantics = record.frame.action.payload['semantics']
    this.isOwnBuild = semantics === SEMANTICS
    const ports: WorldPorts = {
      ...this.options.ports,
      sha256: this.sha256,
      verifySignature: () => this.isSignatureGood,
      rollbackTarget: (seq) => this.rollbackTarget(seq),
    }
    const flaw = this.isOwnBuild
      ? this.isExecuting
        ? reexecuteGenesis(record, ports)
        : undefined
      : fault('semantics.unknown', {
          seq: 0,
          expected: SEMANTICS,
          actual: typeof semantics === 'number' ? semantics : 'nothing',
        })
    if (flaw !== undefined) this.stopExecuting(flaw)
    const opened = openGenesis(record, ports)
    if (!opened.ok) return this.loseState(opened.fault)
    this.world = opened.value
    if (this.isExecuting) return undefined
    this.fold = new SealedFold(opened.value)
    return this.fold.checkSeal(record.frame)
  }

  private advance(record: FrameRecord): Fault | undefined {
    const { world } = this
    if (world === undefined || this.isStateLost) return undefined
    if (this.isExecuting) {
      this.sha256.expected = record
      const flaw = reexecute(world, record)
      this.sha256.expected = undefined
      if (flaw === undefined) return undefined
      this.stopExecuting(this.unkeptTarget(record.frame) ?? flaw)
    }
    return this.loseState(this.openFold()?.apply(record.frame))
  }

  /** The fold that goes on from where the kernel stands; nothing when there is no state. */
  private openFold(): SealedFold | undefined {
    if (this.world === undefined || this.isStateLost) return undefined
    this.fold ??= new SealedFold(this.world)
    return this.fold
  }

  /** Events of another build's kinds cannot be folded: of such a recording only the chain is checked. */
  private loseState(found: Fault | undefined): Fault | undefined {
    if (found?.kind !== 'semantics.unknown' || this.isOwnBuild) return found
    this.stopExecuting(found)
    this.isStateLost = true
    return undefined
  }

  /** Why a rollback could not be made again, when that is for want of room. */
  private unkeptTarget({ seq, action }: Frame): Fault | undefined {
    if (action.kind !== rollback.kind || !this.points.isUnkept(action.payload['toSeq'])) return undefined
    const path = 'action/payload/toSeq'
    return fault('file.too_large', { seq, path, expected: ROLLBACK_STATES_MAX, reason: 'rollback_states' })
  }

  private rollbackTarget(seq: number) {
    const point = this.points.get(seq)
    const { world, catalogue } = this
    if (point === undefined || world === undefined) return undefined
    return createRollbackTarget(world.state, point, { sha256: this.options.ports.sha256, catalogue })
  }
}

export function createVerifier(options: VerifyOptions): Verifier {
  return new Verifier(options)
}
