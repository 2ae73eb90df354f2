/** Canonical bytes that a scan looks for, made ready to be compared four at a time. */
import { encodeCanonical } from '../../codec/encode.ts'
import { FRAME_KEYS } from '../../journal/frame.ts'

export interface ScanKey {
  readonly bytes: Uint8Array
  readonly length: number
  /** Little-endian, one after the other; the last are the last four bytes. None for what is shorter than a word. */
  readonly words: Int32Array
}

function scanKeyOf(bytes: Uint8Array): ScanKey {
  const { length } = bytes
  const view = new DataView(bytes.buffer, bytes.byteOffset, length)
  const count = length < 4 ? 0 : Math.ceil(length / 4)
  const words = Int32Array.from({ length: count }, (_, index) =>
    view.getInt32(Math.min(4 * index, length - 4), true),
  )
  return { bytes, length, words }
}

export const scanKey = (text: string): ScanKey => scanKeyOf(encodeCanonical(text))

/** The keys of frames, actions and events. */
export const SCAN_KEYS = Object.fromEntries(
  Object.entries(FRAME_KEYS).map(([name, bytes]) => [name, scanKeyOf(bytes)]),
) as Readonly<Record<keyof typeof FRAME_KEYS, ScanKey>>
