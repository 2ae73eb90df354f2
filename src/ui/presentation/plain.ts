/** Reading values that crossed the worker border, without trusting their shape. */
import type { PlainValue } from '../../workers/protocol.ts'

export type PlainMap = { readonly [key: string]: PlainValue }

export function isPlainMap(value: PlainValue | undefined): value is PlainMap {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  )
}

function isPlainList(value: PlainValue | undefined): value is readonly PlainValue[] {
  return Array.isArray(value)
}

export function fieldOf(value: PlainValue | undefined, name: string): PlainValue | undefined {
  return isPlainMap(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

/** Text of a field; numbers count as text, anything else as absent. */
export function textOf(value: PlainValue | undefined, name: string): string | undefined {
  const found = fieldOf(value, name)
  if (typeof found === 'string') return found
  return typeof found === 'number' ? String(found) : undefined
}

export function numberOf(value: PlainValue | undefined, name: string): number | undefined {
  const found = fieldOf(value, name)
  return typeof found === 'number' ? found : undefined
}

export function listOf(value: PlainValue | undefined, name: string): readonly PlainValue[] {
  const found = fieldOf(value, name)
  return isPlainList(found) ? found : []
}

/** Hex of a link as the worker writes it, `{link: hex}`. */
function linkHex(value: PlainValue | undefined): string | undefined {
  const hex = isPlainMap(value) && Object.keys(value).length === 1 ? value['link'] : undefined
  return typeof hex === 'string' ? hex : undefined
}

export interface PlainPos {
  readonly x_cm: number
  readonly y_cm: number
  readonly z_cm: number
}

export function posOf(value: PlainValue | undefined, name: string): PlainPos | undefined {
  const found = fieldOf(value, name)
  const x_cm = numberOf(found, 'x_cm')
  const y_cm = numberOf(found, 'y_cm')
  return x_cm === undefined || y_cm === undefined
    ? undefined
    : { x_cm, y_cm, z_cm: numberOf(found, 'z_cm') ?? 0 }
}

const HEX_DIGITS = '0123456789abcdef'

function bytesText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => `${HEX_DIGITS[byte >> 4] ?? ''}${HEX_DIGITS[byte & 15] ?? ''}`).join('')
}

/** The whole value as indented text, for reading and copying. Bytes and links are shown as hex. */
export function plainText(value: PlainValue, indent = ''): string {
  const inner = `${indent}  `
  const link = linkHex(value)
  if (link !== undefined) return link
  if (value instanceof Uint8Array) return `0x${bytesText(value)}`
  if (isPlainList(value)) {
    if (value.length === 0) return '[]'
    return `[\n${value.map((item) => inner + plainText(item, inner)).join(',\n')}\n${indent}]`
  }
  if (isPlainMap(value)) {
    const names = Object.keys(value)
    if (names.length === 0) return '{}'
    return `{\n${names.map((name) => `${inner}${showControls(name)}: ${plainText(value[name] ?? null, inner)}`).join(',\n')}\n${indent}}`
  }
  if (typeof value !== 'string') return String(value)
  return showControls(indent === '' ? value : JSON.stringify(value))
}

/** What stands in a row for a value: itself when short, its size when not. */
export type ValueSummary =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'hash'; readonly hash: string }
  | { readonly type: 'fields' | 'items' | 'bytes'; readonly count: number }

export function summariseValue(value: PlainValue): ValueSummary {
  const link = linkHex(value)
  if (link !== undefined) return { type: 'hash', hash: link }
  if (value instanceof Uint8Array) return { type: 'bytes', count: value.length }
  if (isPlainList(value)) return { type: 'items', count: value.length }
  if (isPlainMap(value)) return { type: 'fields', count: Object.keys(value).length }
  if (typeof value === 'number') return { type: 'text', text: groupDigits(value) }
  return { type: 'text', text: String(value) }
}

/** `12345.6` → `12,345.6`, `-12` → `−12`. */
export function groupDigits(value: number): string {
  const [whole = '', ...fraction] = String(Math.abs(value)).split('.')
  if (/[^0-9]/.test(whole)) return String(value)
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${value < 0 ? '−' : ''}${[grouped, ...fraction].join('.')}`
}

/** Long text cut in the middle, where ids and paths differ least. */
export function cutMiddle(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text
  const head = Math.ceil((lengthMax - 1) * 0.6)
  return `${text.slice(0, head)}…${text.slice(text.length - (lengthMax - 1 - head))}`
}

const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** Names and notes come from recordings: control and direction characters are shown, not obeyed. */
export function showControls(text: string): string {
  return text.replace(
    CONTROL_CHARACTERS,
    (found) => `\\u${(found.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  )
}

/** Longest name of a world, a file or a part of a link that is shown whole. */
const NAME_LENGTH_MAX = 64

/** A name that somebody else gave: its control and direction characters are shown, and it stays short. */
export function showName(name: string): string {
  return cutMiddle(showControls(name), NAME_LENGTH_MAX)
}

/** The fields of a small map in one line: `name Hesper · owner driver:first-light`. */
export function previewText(value: PlainValue): string {
  if (!isPlainMap(value)) return plainText(value)
  return Object.entries(value)
    .map(([name, field]) => `${showControls(name)} ${oneLine(field)}`)
    .join(' · ')
}

function oneLine(value: PlainValue): string {
  const summary = summariseValue(value)
  if (summary.type === 'text') return showControls(summary.text)
  return summary.type === 'hash' ? summary.hash : '…'
}
