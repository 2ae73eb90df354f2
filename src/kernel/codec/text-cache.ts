// Keys, kinds and ids repeat without end. A direct-mapped table gives back the string that was made before: comparing is
// cheaper than making, and equal keys stay one string in memory.

/** Bytes up to which a text is looked up. */
export const CACHED_TEXT_MAX = 28
const SLOTS = 16_384

const texts: string[] = Array.from({ length: SLOTS }, () => '')
/** Hash of the text in each slot: another text is passed over without a look at it. */
const hashes = new Int32Array(SLOTS)

/** The text of short ASCII bytes; `undefined` when a byte is not ASCII. */
export function cachedAscii(bytes: Uint8Array, start: number, end: number): string | undefined {
  let hash = end - start
  let all = 0
  for (let i = start; i < end; i += 1) {
    const byte = bytes[i] ?? 0
    all |= byte
    hash = (Math.imul(hash, 31) + byte) | 0
  }
  if (all >= 0x80) return undefined
  const slot = (hash ^ (hash >>> 12) ^ (hash >>> 22)) & (SLOTS - 1)
  const known = hashes[slot] === hash ? texts[slot] : undefined
  if (known !== undefined && isSame(known, bytes, start, end)) return known
  const text = asciiText(bytes, start, end)
  texts[slot] = text
  hashes[slot] = hash
  return text
}

function isSame(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false
  for (let i = 0; i < text.length; i += 1) {
    if (text.charCodeAt(i) !== bytes[start + i]) return false
  }
  return true
}

// Calls of fixed arity make a short string two to four times faster than a spread, a loop or a TextDecoder.
function asciiText(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  let i = start
  for (; i + 8 <= end; i += 8) {
    text += String.fromCharCode(
      bytes[i] ?? 0,
      bytes[i + 1] ?? 0,
      bytes[i + 2] ?? 0,
      bytes[i + 3] ?? 0,
      bytes[i + 4] ?? 0,
      bytes[i + 5] ?? 0,
      bytes[i + 6] ?? 0,
      bytes[i + 7] ?? 0,
    )
  }
  for (; i + 3 <= end; i += 3)
    text += String.fromCharCode(bytes[i] ?? 0, bytes[i + 1] ?? 0, bytes[i + 2] ?? 0)
  for (; i < end; i += 1) text += String.fromCharCode(bytes[i] ?? 0)
  return text
}
