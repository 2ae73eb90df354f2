/** Folding frames of others against their seals: payloads are checked, and every seal must name the state it follows. */
import { fault, type Fault } from '../base/fault.ts'
import { bytesToHex, compareBytes } from '../base/order.ts'
import { ok } from '../base/result.ts'
import { manifestHash, type Manifest } from '../manifest/shape.ts'
import { checkEvents, NO_BLOBS, pairOf } from '../world/apply.ts'
import type { World } from '../world/world.ts'
import { attemptFold, definitionOf } from './fold.ts'
import { Folder } from './folder.ts'
import type { CheckedFrame } from './scan/checked-scan.ts'

/** Goes on from a world that stands at a frame and takes its state over. After a fault it is of no more use. */
export class SealedFold {
  private readonly world: World
  private readonly folder: Folder
  private manifestHash: Uint8Array
  private isManifestWritten = false

  constructor(world: World) {
    const { state, tree, ports } = world
    this.world = world
    this.manifestHash = world.manifestHash
    this.folder = new Folder(state, ports.blobs ?? NO_BLOBS, (collection, key, record) => {
      tree.set(collection, key, record)
      if (collection === 'manifest') this.isManifestWritten = true
    })
  }

  /**
   * Folds the next frame. `semantics.unknown` leaves the state before it; other faults: `frame.undecodable`,
   * `replay.divergence`, `frame.order` of its time, `seal.root`, `seal.manifest`.
   */
  apply(frame: CheckedFrame): Fault | undefined {
    const { catalogue, ports } = this.world
    const broken = checkEvents(catalogue, frame, ports.blobs ?? NO_BLOBS)
    if (broken !== undefined) return broken
    const folded = attemptFold(
      () => frame.seq,
      () => {
        this.foldFrame(frame)
        return ok(undefined)
      },
    )
    return folded.ok ? (this.checkTime(frame) ?? this.checkSeal(frame)) : folded.fault
  }

  /** `seal.root` or `seal.manifest` when the frame's seal is not of this state. */
  checkSeal({ seq, seal }: CheckedFrame): Fault | undefined {
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

  private foldFrame({ seq, time, firstEvent, action, events }: CheckedFrame): void {
    const { folder, world } = this
    folder.frame(seq, time, firstEvent)
    if (action.origin === 'derived') folder.nameNothing()
    else folder.nameText(pairOf(action.actor, action.key))
    for (const { kind, payload } of events) folder.event(definitionOf(world.catalogue, kind, seq), payload)
  }

  private checkTime({ seq, time }: CheckedFrame): Fault | undefined {
    const expected = this.world.state.get('meta', 'clock')?.['time']
    if (expected === time || typeof expected !== 'number') return undefined
    return fault('frame.order', { seq, path: 'time', expected, actual: time })
  }

  private manifest(): Uint8Array {
    const { state, ports } = this.world
    const current: unknown = state.get('manifest', 'current')
    if (this.isManifestWritten) this.manifestHash = manifestHash(current as Manifest, ports.sha256)
    this.isManifestWritten = false
    return this.manifestHash
  }
}
