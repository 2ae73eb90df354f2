/** The small words that sentences about events and actions are made of. */
import type { PlainValue } from '../../workers/protocol.ts'
import type { Translate } from '../i18n/text.ts'
import { formatDelta } from '../format.ts'
import type { Names } from './names.ts'
import {
  fieldOf,
  groupDigits,
  isPlainMap,
  listOf,
  numberOf,
  type PlainPos,
  posOf,
  showControls,
  textOf,
} from './plain.ts'
import type { Sentence, SentencePart } from './sentence.ts'

/** Who speaks: the person's language and the world's names at the playhead. */
export interface Speaker {
  readonly t: Translate
  readonly names: Names
}

/** Says what an event or action of one kind means. Payloads come from recordings and are not trusted to fit. */
export type Say = (payload: PlainValue, speaker: Speaker, context: SayContext) => Sentence

export interface SayContext {
  /** Who acts; empty for events. */
  readonly actor: string
  readonly kind: string
}

const unknown = '?'

const CM_PER_KM = 100_000
const CM_PER_M = 100

export function textPart(payload: PlainValue | undefined, name: string): string {
  return showControls(textOf(payload, name) ?? unknown)
}

export function numberPart(payload: PlainValue | undefined, name: string): string {
  const value = numberOf(payload, name)
  return value === undefined ? unknown : groupDigits(value)
}

export function agentPart(payload: PlainValue | undefined, name: string, { names }: Speaker): SentencePart {
  return names.agent(textOf(payload, name))
}

export function locationPart(
  payload: PlainValue | undefined,
  name: string,
  { names }: Speaker,
): SentencePart {
  return names.location(textOf(payload, name))
}

/** An actor is often an agent; hosts, drivers and people have no record and stay as they are. */
export function actorPart(actor: string, { names }: Speaker): SentencePart {
  return /^(host|driver:|person:|executor:)/.test(actor) ? showControls(actor) : names.agent(actor)
}

const kilometres = (cm: number): string => (cm / CM_PER_KM).toFixed(1)

/** The name of the place there, else its coordinates. */
export function placePart(payload: PlainValue | undefined, name: string, speaker: Speaker): SentencePart {
  return placeAtPart(posOf(payload, name), speaker)
}

export function placeAtPart(pos: PlainPos | undefined, { t, names }: Speaker): SentencePart {
  if (pos === undefined) return unknown
  return names.placeAt(pos) ?? t('presentation.point', { x: kilometres(pos.x_cm), y: kilometres(pos.y_cm) })
}

/** How far apart two points of a payload are, in metres or kilometres. */
export function distancePart(
  payload: PlainValue,
  [from, to]: readonly [string, string],
  { t }: Speaker,
): string {
  const a = posOf(payload, from)
  const b = posOf(payload, to)
  if (a === undefined || b === undefined) return unknown
  const cm = Math.hypot(a.x_cm - b.x_cm, a.y_cm - b.y_cm, a.z_cm - b.z_cm)
  if (cm < CM_PER_KM) return t('presentation.metres', { count: groupDigits(Math.round(cm / CM_PER_M)) })
  return t('presentation.km', { count: groupDigits(Number(kilometres(cm))) })
}

export function amountPart(payload: PlainValue, { t }: Speaker): string {
  return t('presentation.amount', { count: numberPart(payload, 'amount'), kind: textPart(payload, 'kind') })
}

/** `electricity +6, data −2`. */
export function deltasPart(payload: PlainValue | undefined, name: string): string {
  const deltas = fieldOf(payload, name)
  if (!isPlainMap(deltas)) return unknown
  const words = Object.entries(deltas).map(
    ([kind, delta]) => `${showControls(kind)} ${typeof delta === 'number' ? formatDelta(delta) : unknown}`,
  )
  return words.length === 0 ? unknown : words.join(', ')
}

export function deltaPart(payload: PlainValue, name: string): string {
  const delta = numberOf(payload, name)
  return delta === undefined ? unknown : formatDelta(delta)
}

/** Stock belongs to an agent or to a place. */
export function holderPart(payload: PlainValue, speaker: Speaker): SentencePart {
  return textOf(payload, 'holder_type') === 'location'
    ? locationPart(payload, 'holder', speaker)
    : agentPart(payload, 'holder', speaker)
}

/** Packs whose kinds say enough without them. */
const PLAIN_PACK = /^(action|core|domain|ledger|space)\./

/** The short name of a kind: `action.move_agent` → `move_agent`, `manifest.updated` → `manifest_updated`. */
export function shortKind(kind: string): string {
  return showControls(kind.replace(PLAIN_PACK, '').replaceAll('.', '_'))
}

export function notesPart(payload: PlainValue | undefined, name: string): string {
  const notes = listOf(payload, name).map((note) => (typeof note === 'string' ? showControls(note) : unknown))
  return notes.length === 0 ? unknown : notes.join('; ')
}
