/**
 * The live kernel: a world is a state, a head and what is derived from them. The four functions of kernel.md K11 are
 * `openWorld`, `submit`/`executeAction`, `applyRecorded` and `rootOf`; everything else is a loop over them.
 */
import { assert } from '../base/assert.ts'
import { fault, type Fault } from '../base/fault.ts'
import { fail, ok, type Result } from '../base/result.ts'
import type { RollbackTarget } from '../catalogue/define.ts'
import type { Sha256 } from '../codec/sha256.ts'
import type { ValueMap } from '../codec/value.ts'
import type { Action, Frame, FrameRecord } from '../journal/frame.ts'
import type { Head } from '../journal/path.ts'
import { capabilitiesByHolder, manifestHash, type Manifest } from '../manifest/shape.ts'
import { idempotency } from '../packs/core/collections.ts'
import type { State } from '../state/collection.ts'
import { Recorder, type Change } from '../state/recorder.ts'
import { StateTree } from '../state/tree.ts'
import { ActionKeys } from './action-keys.ts'
import { NO_BLOBS, tryApplyFrame, type BlobSource } from './apply.ts'
import { CATALOGUE, planeIn, type Catalogue } from './catalogue.ts'

/** What a world needs from its host. All of it is synchronous and none of it is a clock. */
export interface WorldPorts {
  readonly sha256: Sha256
  /** Earlier states for rollbacks; without it rollbacks are refused. */
  readonly rollbackTarget?: (seq: number) => RollbackTarget | undefined
  /** Blobs that folded frames name. */
  readonly blobs?: BlobSource
  /** Checks a signature at the door; without it signed actions are refused. */
  readonly verifySignature?: (message: Uint8Array, signature: Uint8Array, key: Uint8Array) => boolean
  /** Rules to run under; the build's own unless a test plants another. */
  readonly catalogue?: Catalogue
}

/** The rules in force, ready for look-ups. */
interface Rules {
  readonly manifest: Manifest
  readonly hash: Uint8Array
  readonly capabilities: ReadonlyMap<string, ReadonlySet<string>>
}

/** A state to open from: a keyframe, or the folded beginning of a journal. */
export interface WorldStart {
  readonly state: State
  readonly head: Head
  /** Hash of frame 0. */
  readonly genesis: Uint8Array
}

export class World {
  readonly catalogue: Catalogue
  readonly ports: WorldPorts
  readonly genesis: Uint8Array
  readonly state: State
  readonly recorder: Recorder
  readonly tree: StateTree
  private currentHead: Head
  private rules: Rules
  private readonly actionKeys: ActionKeys

  constructor(start: WorldStart, ports: WorldPorts) {
    this.catalogue = ports.catalogue ?? CATALOGUE
    this.ports = ports
    this.genesis = start.genesis
    this.state = start.state
    this.recorder = new Recorder(start.state)
    this.tree = new StateTree({ sha256: ports.sha256, planeOf: planeIn(this.catalogue) }, start.state)
    this.currentHead = start.head
    this.rules = this.readRules()
    this.actionKeys = new ActionKeys(start.state)
    for (const [key, after] of start.state.entries(idempotency.name))
      this.actionKeys.follow({ key, before: undefined, after })
  }

  /** Position of the last frame. */
  get head(): Head {
    return this.currentHead
  }

  get manifest(): Manifest {
    return this.rules.manifest
  }

  /** SHA-256 of the manifest's canonical bytes. */
  get manifestHash(): Uint8Array {
    return this.rules.hash
  }

  holds(actor: string, capability: string): boolean {
    return this.rules.capabilities.get(actor)?.has(capability) ?? false
  }

  isHolder(actor: string): boolean {
    return this.rules.capabilities.has(actor)
  }

  /** Seq of the frame that accepted this key, while it is remembered. */
  firstSeqOf(actor: string, key: string): number | undefined {
    return this.actionKeys.firstSeqOf(actor, key)
  }

  /** Brings derived look-ups up to date with changes that were made and stay. Called once a frame. */
  follow(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.collection === 'manifest') this.rules = this.readRules()
      else if (change.collection === 'idempotency') this.actionKeys.follow(change)
    }
  }

  /** Undoes `follow` for changes that are taken back. */
  unfollow(changes: readonly Change[]): void {
    for (const { collection, key, before, after } of changes.toReversed()) {
      if (collection === 'manifest') this.rules = this.readRules()
      else if (collection === 'idempotency') this.actionKeys.follow({ key, before: after, after: before })
    }
  }

  moveHead(head: Head): void {
    this.currentHead = head
  }

  private readRules(): Rules {
    const current: unknown = this.state.get('manifest', 'current')
    assert(current !== undefined, 'The genesis frame sets a manifest.')
    // Manifests enter state through `parseManifest` only: at genesis and at apply.
    const manifest = current as Manifest
    return {
      manifest,
      hash: manifestHash(manifest, this.ports.sha256),
      capabilities: capabilitiesByHolder(manifest),
    }
  }
}

/** Opens a world from a state at a frame. */
export function openWorld(start: WorldStart, ports: WorldPorts): World {
  return new World(start, ports)
}

/** State root (K4). O(changed since the last call). */
export function rootOf(world: World): Uint8Array {
  return world.tree.root()
}

/** The head after a frame. */
export function headAfter(frame: Frame, hash: Uint8Array): Head {
  return { seq: frame.seq, hash, time: frame.time, nextEvent: frame.firstEvent + frame.events.length }
}

/** Folds a frame that was committed before, without executing it. `frame.order` when it does not continue the head. */
export function applyRecorded(world: World, record: FrameRecord): Result<void, Fault> {
  const { frame } = record
  if (frame.seq !== world.head.seq + 1 || frame.firstEvent !== world.head.nextEvent) {
    return fail(fault('frame.order', { seq: frame.seq, expected: world.head.seq + 1, actual: frame.seq }))
  }
  const applied = tryApplyFrame(world.catalogue, world.recorder, frame, world.ports.blobs ?? NO_BLOBS)
  if (!applied.ok) return applied
  world.follow(world.recorder.takeChanges())
  world.moveHead(headAfter(frame, record.hash))
  return ok(undefined)
}

/** An action as somebody outside hands it in. */
export interface ActionInput {
  readonly kind: string
  readonly payload: ValueMap
  readonly actor: string
  /** Idempotency key: a second action with the same actor and key answers with the first one's seq. */
  readonly key: string
  readonly via?: NonNullable<Action['via']>
  readonly auth?: NonNullable<Action['auth']>
}
