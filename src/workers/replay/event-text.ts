import { bytesToHex } from '../../kernel/base/order.ts'
import { Link, linkToHex } from '../../kernel/codec/link.ts'
import { isValueMap, type Value } from '../../kernel/codec/value.ts'
import type { FrameSlice } from '../../kernel/replay/fold.ts'

const ASCII = /^[\u0020-\u007e]*$/

/** Words that are looked for in kinds, ids and texts, whatever their case. */
export interface WantedText {
  /** Every place in bytes where the words may stand; `undefined` when only decoding tells. */
  placesIn(bytes: Uint8Array): Generator<number> | undefined
  isIn(text: string): boolean
}

const decoder = new TextDecoder('latin1')

export function wantText(text: string): WantedText {
  const wanted = text.toLowerCase()
  const isAscii = ASCII.test(wanted)
  return {
    placesIn: (bytes) => (isAscii ? placesOf(wanted, decoder.decode(bytes).toLowerCase()) : undefined),
    isIn: (found) => found.toLowerCase().includes(wanted),
  }
}

/** One character a byte, so places in the text are places in the bytes. */
function* placesOf(wanted: string, text: string): Generator<number> {
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) yield at
}

/** The frames of a row, by their index in it, that may hold the words. */
export function framesWith(
  slices: readonly FrameSlice[],
  wanted: WantedText,
): ReadonlySet<number> | undefined {
  const found = new Set<number>()
  let at = 0
  while (at < slices.length) {
    const bytes = slices[at]?.bytes ?? new Uint8Array(0)
    const places = wanted.placesIn(bytes)
    if (places === undefined) return undefined
    for (const place of places) {
      while (at < slices.length && slices[at]?.bytes === bytes && (slices[at]?.end ?? 0) <= place) at += 1
      if (slices[at]?.bytes === bytes && (slices[at]?.offset ?? 0) <= place) found.add(at)
    }
    // On to the frames of the next buffer: a closed segment is one, each group of the tail is one.
    while (at < slices.length && slices[at]?.bytes === bytes) at += 1
  }
  return found
}

/** Whether words occur in a text of a value, at any depth; names of fields do not count. */
export function isInValue(value: Value, wanted: WantedText): boolean {
  if (typeof value === 'string') return wanted.isIn(value)
  if (typeof value === 'number') return wanted.isIn(String(value))
  if (value instanceof Link) return wanted.isIn(linkToHex(value))
  if (value instanceof Uint8Array) return value.length <= 64 && wanted.isIn(bytesToHex(value))
  if (isList(value)) return value.some((item) => isInValue(item, wanted))
  return isValueMap(value) && Object.values(value).some((field) => isInValue(field, wanted))
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}
