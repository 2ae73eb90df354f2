/** The door: what makes an action refused, which leaves no frame (K5). */
import { ACTION_KEY_PATTERN, ID_PATTERN, isActionKey, isId } from '../base/ids.ts'
import { fault, type Fault, type FaultData } from '../base/fault.ts'
import { fail, ok, type Result } from '../base/result.ts'
import type { ActionDefinition, SignedPart } from '../catalogue/define.ts'
import { encodeCanonical } from '../codec/encode.ts'
import type { Action } from '../journal/frame.ts'
import { checkFields } from '../schema/field.ts'
import type { ActionInput, World } from './world.ts'

export type RefusalReason =
  | 'malformed'
  | 'oversize'
  | 'unknown_kind'
  | 'unknown_actor'
  | 'bad_signature'
  | 'duplicate'
  | 'queue_full'

/** `action.refused` with a reason code. */
export const refused = (reason: string, data: FaultData = {}): Fault =>
  fault('action.refused', { ...data, reason })

/** Agents act by their id; the others are named by what they are. Executors are known once a world has any. */
export function isKnownActor(world: World, actor: string): boolean {
  if (world.state.has('agents', actor) || actor === 'host') return true
  if (actor.startsWith('person:')) return actor.length > 'person:'.length
  return world.isHolder(actor)
}

/** Bytes that a signature covers: what was asked, of which world, by whom; never where it ended up. */
export function signedBytes(
  genesis: Uint8Array,
  action: Pick<Action, 'kind' | 'v' | 'payload' | 'actor' | 'key'>,
): Uint8Array {
  return encodeCanonical([genesis, action.kind, action.v, action.payload, action.actor, action.key])
}

/** Kind, version and payload are ones of this build. */
export function checkAsked(
  world: World,
  asked: Pick<Action, 'kind' | 'v' | 'payload'>,
): Result<ActionDefinition, Fault> {
  const definition = world.catalogue.actions.get(asked.kind)
  if (definition === undefined)
    return fail(refused('unknown_kind', { path: 'kind', actual: String(asked.kind).slice(0, 128) }))
  if (asked.v !== definition.version)
    return fail(refused('malformed', { path: 'v', expected: definition.version, actual: asked.v }))
  const broken = checkFields(definition.fields, asked.payload, 'payload')
  if (broken === undefined) return ok(definition)
  const { kind: _, ...where } = broken
  return fail(refused('malformed', where))
}

/** Everything that somebody signed in an action: the whole of it for its actor, and parts of its payload. */
function signaturesOf(world: World, action: Action, definition: ActionDefinition): readonly SignedPart[] {
  const { auth, payload } = action
  const parts = (definition.signatures?.(payload) ?? []).map((part) => ({
    ...part,
    path: `payload/${part.path}`,
  }))
  if (auth === undefined) return parts
  const message = signedBytes(world.genesis, action)
  return [{ path: 'auth/sig', message, signature: auth.sig, key: auth.key }, ...parts]
}

function checkSignatures(world: World, action: Action, definition: ActionDefinition): Fault | undefined {
  if (action.auth === undefined && definition.signatures === undefined) return undefined
  const verify = world.ports.verifySignature
  for (const { path, message, signature, key } of signaturesOf(world, action, definition)) {
    if (verify === undefined)
      return refused('bad_signature', { path, expected: 'a host that checks signatures' })
    if (!verify(message, signature, key)) return refused('bad_signature', { path })
  }
  return undefined
}

/** Makes an input of what somebody handed in; version and origin are the kernel's to say. */
export function inputToAction(world: World, input: ActionInput): Action {
  const v = world.catalogue.actions.get(input.kind)?.version ?? 1
  const { kind, payload, actor, key, via, auth } = input
  const action: Action =
    via === undefined
      ? { kind, v, payload, actor, key, origin: 'input' }
      : { kind, v, payload, actor, key, origin: 'input', via }
  return auth === undefined ? action : { ...action, auth }
}

/** Everything that is checked before an input is decided; the first thing wrong answers. */
export function admit(world: World, action: Action): Result<ActionDefinition, Fault> {
  const definition = checkAsked(world, action)
  if (!definition.ok) return definition
  if (!isId(action.actor)) return fail(refused('malformed', { path: 'actor', expected: ID_PATTERN.source }))
  if (!isActionKey(action.key)) {
    return fail(refused('malformed', { path: 'key', expected: ACTION_KEY_PATTERN.source }))
  }
  const { cause } = action
  if (cause !== undefined && !(cause >= 1 && cause < world.head.nextEvent))
    return fail(refused('malformed', { path: 'cause', expected: 'an earlier event', actual: cause }))
  if (!isKnownActor(world, action.actor))
    return fail(refused('unknown_actor', { path: 'actor', actual: action.actor }))
  // Before anything is said of earlier frames: whoever cannot sign for an actor learns nothing of what it did.
  const unsigned = checkSignatures(world, action, definition.value)
  if (unsigned !== undefined) return fail(unsigned)
  const first = world.firstSeqOf(action.actor, action.key)
  return first === undefined
    ? definition
    : fail(refused('duplicate', { seq: first, path: 'key', actual: action.key }))
}
