/** Folding frames of others against their seals: payloads are checked, and every seal must name the state it follows. */
import { fault, type Fault } from '../base/fault.ts'
import { bytesToHex, compareBytes } from '../base/order.ts'
import { manifestHash, type Manifest } from '../manifest/shape.ts'
import { checkEvents, NO_BLOBS, pairOf } from '../world/apply.ts'
import type { World } from '../world/world.ts'
import type { Frame } from '../journal/frame.ts'
import { definitionOf, foldFaultOf } from './fold.ts'
import { Folder } from './folder.ts'
import type { Sealed } from './frame-rules.ts'
import type { CheckedScan } from './scan/checked-scan.ts'

type Timed = Pick<Frame, 'seq' | 'time'>

/** Goes on from a world that stands at a frame and takes its state over. After a fault it is of no more use. */
export class SealedFold {
  private readonly world: World
  private readonly folder: Folder
  private manifestHash: Uint8Array
  private isManifestWritten = false
  /** What state says the time is, while nobody wrote there. */
  private clock: unknown

  constructor(world: World) {
    const { state, ports } = world
    this.world = world
    this.manifestHash = world.manifestHash
    this.folder = new Folder(state, ports.blobs ?? NO_BLOBS, (collection) => {
      if (collection === 'manifest') this.isManifestWritten = true
      else if (collection === 'meta') this.clock = undefined
    })
  }

  /**
   * Folds the next frame. `semantics.unknown` leaves the state before it; other faults: `frame.undecodable`,
   * `replay.divergence`, `frame.order` of its time, `seal.root`, `seal.manifest`.
   */
  apply(frame: Frame): Fault | undefined {
    const { catalogue, ports } = this.world
    const broken = checkEvents(catalogue, frame, ports.blobs ?? NO_BLOBS)
    if (broken !== undefined) return broken
    try {
      this.foldFrame(frame)
    } catch (error) {
      return foldFaultOf(error, frame.seq)
    }
    return this.checkTime(frame) ?? this.checkSeal(frame)
  }

  /** {@link apply} of a frame that was scanned: its events are those of this build. */
  applyScanned(scan: CheckedScan): Fault | undefined {
    try {
      this.foldScanned(scan)
    } catch (error) {
      return foldFaultOf(error, scan.seq)
    }
    return this.checkTime(scan) ?? this.checkSeal(scan)
  }

  /** `seal.root` or `seal.manifest` when the frame's seal is not of this state. */
  checkSeal({ seq, seal }: Sealed): Fault | undefined {
    if (seal === undefined) return undefined
    const root = this.root()
    if (compareBytes(root, seal.root) !== 0)
      return fault('seal.root', { seq, expected: bytesToHex(root), actual: bytesToHex(seal.root) })
    const manifest = this.manifest()
    if (compareBytes(manifest, seal.manifest) === 0) return undefined
    return fault('seal.manifest', { seq, expected: bytesToHex(manifest), actual: bytesToHex(seal.manifest) })
  }

  root(): Uint8Array {
    this.folder.end()
    return this.world.tree.root()
  }

  private foldFrame({ seq, time, firstEvent, action, events }: Frame): void {
    const { folder, world } = this
    folder.frame(seq, time, firstEvent)
    if (action.origin === 'derived') folder.nameNothing()
    else folder.nameText(pairOf(action.actor, action.key))
    for (const { kind, payload } of events) folder.event(definitionOf(world.catalogue, kind, seq), payload)
  }

  private foldScanned(scan: CheckedScan): void {
    const { folder } = this
    folder.frame(scan.seq, scan.time, scan.firstEvent)
    if (scan.isDerived) folder.nameNothing()
    else folder.nameParts(scan.bytes, scan)
    for (let index = 0; index < scan.eventCount; index += 1) {
      const definition = scan.definition(index)
      const payload = scan.payload(index)
      if (definition !== undefined && payload !== undefined) folder.event(definition, payload)
    }
  }

  private checkTime({ seq, time }: Timed): Fault | undefined {
    this.clock ??= this.world.state.get('meta', 'clock')?.['time']
    const { clock } = this
    if (clock === time || typeof clock !== 'number') return undefined
    return fault('frame.order', { seq, path: 'time', expected: clock, actual: time })
  }

  private manifest(): Uint8Array {
    const { state, ports } = this.world
    const current: unknown = state.get('manifest', 'current')
    if (this.isManifestWritten) this.manifestHash = manifestHash(current as Manifest, ports.sha256)
    this.isManifestWritten = false
    return this.manifestHash
  }
}
