/**
 * The means to declare what a world is made of. An event kind, action kind or collection has one home: its
 * declaration. Unions, validators, docs, lanes and test generators derive from it.
 */
import type { Fault, FaultData } from '../base/fault.ts'
import type { ValueMap } from '../codec/value.ts'
import type { Fields, Infer } from '../schema/field.ts'
import type { Plane, StateReader } from '../state/collection.ts'
import type { Change, StateWriter } from '../state/recorder.ts'
import type { LaneId } from './lanes.ts'
import type { Rejection } from './rejection.ts'

// ------------------------------------------------------------------------------------------------- collections

export interface CollectionDefinition<F extends Fields = Fields> {
  readonly name: string
  readonly plane: Plane
  readonly summary: string
  readonly fields: F
  /** In place of `fields`, where those do not say what a record is; null stands for no record. */
  readonly check?: (record: unknown) => Fault | undefined
}

/** One record as it stands in somebody's bytes; `null` deletes. */
export interface RecordLine {
  readonly collection: string
  readonly key: string
  readonly record: unknown
}

/** A collection with typed access. Records enter only through checked events, so reading needs no second check. */
export interface TypedCollection<F extends Fields> extends CollectionDefinition<F> {
  get(read: StateReader, key: string): Infer<F> | undefined
  put(write: StateWriter, key: string, record: Infer<F>): void
}

export function defineCollection<F extends Fields>(definition: CollectionDefinition<F>): TypedCollection<F> {
  const { name } = definition
  return {
    ...definition,
    get: (read, key) => read.get(name, key) as Infer<F> | undefined,
    put: (write, key, record) => write.put(name, key, record as ValueMap),
  }
}

// ------------------------------------------------------------------------------------------------- events

/** Where an event stands while it is applied. */
export interface ApplyContext {
  readonly eventId: number
  readonly seq: number
  /** World tick of the frame. */
  readonly time: number
  /** Bytes named by the frame's `refs`, present before folding starts (K2). */
  readonly blob: (digest: Uint8Array) => Uint8Array
}

/** An event before it has a place. */
export interface EventDraft {
  readonly kind: string
  readonly v: number
  readonly payload: ValueMap
  /** Id of an earlier event that caused it, when that is not the frame's action. */
  readonly cause?: number
}

export interface EventDefinition {
  readonly kind: string
  readonly version: number
  readonly summary: string
  readonly lane: LaneId
  readonly fields: Fields
  /** Payload fields of an example, for docs and galleries. */
  readonly apply: (write: StateWriter, payload: ValueMap, context: ApplyContext) => void
  /** Agents the event is about, in payload order. */
  readonly subjects: (payload: ValueMap) => readonly string[]
  /**
   * Records of the domain plane that the event writes as they stand, so that a stranger's are checked before. Undefined =
   * the blob that holds them is not there or not what it must be.
   */
  readonly carries?: (payload: ValueMap, blob: BlobReader) => readonly RecordLine[] | undefined
}

export type BlobReader = (digest: Uint8Array) => Uint8Array | undefined

export interface TypedEvent<F extends Fields> extends EventDefinition {
  readonly fields: F
  create(payload: Infer<F>, cause?: number): EventDraft
}

export function defineEvent<const F extends Fields>(definition: {
  readonly kind: string
  readonly version: number
  readonly summary: string
  readonly lane: LaneId
  readonly fields: F
  /** Makes the change. It may not refuse: an event that is journalled holds. Absent = a fact without a change. */
  readonly apply?: (write: StateWriter, payload: Infer<F>, context: ApplyContext) => void
  readonly subjects?: (payload: Infer<F>) => readonly string[]
  readonly carries?: (payload: Infer<F>, blob: BlobReader) => readonly RecordLine[] | undefined
}): TypedEvent<F> {
  const { kind, version, summary, lane, fields, apply, subjects, carries } = definition
  return {
    kind,
    version,
    summary,
    lane,
    fields,
    apply: (write, payload, context) => apply?.(write, payload as Infer<F>, context),
    subjects: (payload) => subjects?.(payload as Infer<F>) ?? [],
    ...(carries === undefined
      ? {}
      : { carries: (payload: ValueMap, blob: BlobReader) => carries(payload as Infer<F>, blob) }),
    create: (payload, cause) =>
      cause === undefined
        ? { kind, v: version, payload: payload as ValueMap }
        : { kind, v: version, payload: payload as ValueMap, cause },
  }
}

// ------------------------------------------------------------------------------------------------- actions

/** What a decision may look at. `read` shows state with everything staged so far. */
export interface DecideContext {
  readonly read: StateReader
  readonly seq: number
  /** Tick the frame will carry; the tick action raises it. */
  readonly time: number
  readonly actor: string
  readonly key: string
  /** The event that queued a derived action. */
  readonly cause: number | undefined
  /** Id the first event of this frame will get. */
  readonly firstEvent: number
  /** True when the actor holds the capability in the manifest. */
  readonly holds: (capability: string) => boolean
  /** Earlier state a rollback may restore; absent = this host does not have it. */
  readonly rollbackTarget: (seq: number) => RollbackTarget | undefined
  /**
   * The bytes of this SHA-256; absent = this host does not have them. Only accepted frames name what they looked at, so
   * without the bytes an action may be refused and never rejected.
   */
  readonly blob: BlobReader
}

/** A state to go back to, as the host holds it. */
export interface RollbackTarget {
  readonly hash: Uint8Array
  readonly root: Uint8Array
  /** What to write so that the domain plane is the earlier one, as canonical bytes, and their SHA-256. */
  readonly patch: Uint8Array
  readonly patchDigest: Uint8Array
}

export type Decision =
  | {
      readonly type: 'accept'
      readonly events: readonly EventDraft[]
      readonly blobs?: readonly Uint8Array[]
    }
  | {
      readonly type: 'reject'
      readonly rejection: Rejection
      /** What else is to be known of it: facts without a change. */
      readonly events?: readonly EventDraft[]
    }
  /** No frame: the host must do something first. */
  | { readonly type: 'refuse'; readonly reason: string; readonly data?: FaultData }

export const accept = (...events: readonly EventDraft[]): Decision => ({ type: 'accept', events })
export const reject = (rejection: Rejection): Decision => ({ type: 'reject', rejection })
export const refuse = (reason: string, data: FaultData = {}): Decision => ({ type: 'refuse', reason, data })

/** Something signed that stands in a payload. */
export interface SignedPart {
  /** Place in the payload. */
  readonly path: string
  readonly message: Uint8Array
  readonly signature: Uint8Array
  readonly key: Uint8Array
}

export interface ActionDefinition {
  readonly kind: string
  readonly version: number
  readonly summary: string
  readonly fields: Fields
  /** Frames of this action end with a seal (K2). */
  readonly isSealed: boolean
  /** Signatures besides the actor's own; like that one they are checked at the door and never by a decision (K8). */
  readonly signatures?: (payload: ValueMap) => readonly SignedPart[]
  readonly decide: (context: DecideContext, payload: ValueMap) => Decision
}

export interface TypedAction<F extends Fields> extends ActionDefinition {
  readonly fields: F
}

export function defineAction<const F extends Fields>(definition: {
  readonly kind: string
  readonly version: number
  readonly summary: string
  readonly fields: F
  readonly isSealed?: boolean
  readonly signatures?: (payload: Infer<F>) => readonly SignedPart[]
  readonly decide: (context: DecideContext, payload: Infer<F>) => Decision
}): TypedAction<F> {
  const { decide, isSealed, signatures, ...rest } = definition
  return {
    ...rest,
    isSealed: isSealed ?? false,
    ...(signatures === undefined
      ? {}
      : { signatures: (payload: ValueMap) => signatures(payload as Infer<F>) }),
    decide: (context, payload) => decide(context, payload as Infer<F>),
  }
}

// ------------------------------------------------------------------------------------------------- packs

/** Something that holds after every frame. Looks at the frame's changes, not at the whole state. */
export interface Invariant {
  readonly name: string
  readonly holds: (changes: readonly Change[], read: StateReader) => boolean
  /** Where it does not hold, for the fault (K12). */
  readonly pathOf?: (changes: readonly Change[]) => string | undefined
}

/** One coherent part of a world's rules. */
export interface Pack {
  readonly id: string
  readonly collections: readonly CollectionDefinition[]
  readonly events: readonly EventDefinition[]
  readonly actions: readonly ActionDefinition[]
  readonly invariants: readonly Invariant[]
}

export const definePack = (pack: Pack): Pack => pack
