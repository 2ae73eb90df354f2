// UTF-8 by hand: the kernel's reader must refuse what a lenient decoder repairs, and short ASCII is what it mostly meets.

/** Bytes of the UTF-8 form of a text; −1 when it holds a lone surrogate. */
export function utf8Length(text: string): number {
  let length = 0
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) length += 1
    else if (unit < 0x800) length += 2
    else if (unit < 0xd800 || unit > 0xdfff) length += 3
    else {
      i += 1
      // Past the end charCodeAt gives NaN, which is no trailing surrogate either.
      const next = text.charCodeAt(i)
      if (unit > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return -1
      length += 4
    }
  }
  return length
}

/** Writes a well-formed text as UTF-8 and returns the offset after it. */
export function writeUtf8(text: string, target: Uint8Array, offset: number): number {
  let at = offset
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) {
      target[at++] = unit
    } else if (unit < 0x800) {
      target[at++] = 0xc0 | (unit >> 6)
      target[at++] = 0x80 | (unit & 0x3f)
    } else if (unit < 0xd800 || unit > 0xdfff) {
      target[at++] = 0xe0 | (unit >> 12)
      target[at++] = 0x80 | ((unit >> 6) & 0x3f)
      target[at++] = 0x80 | (unit & 0x3f)
    } else {
      i += 1
      const point = 0x10000 + ((unit - 0xd800) << 10) + (text.charCodeAt(i) - 0xdc00)
      target[at++] = 0xf0 | (point >> 18)
      target[at++] = 0x80 | ((point >> 12) & 0x3f)
      target[at++] = 0x80 | ((point >> 6) & 0x3f)
      target[at++] = 0x80 | (point & 0x3f)
    }
  }
  return at
}

/** Order of two well-formed texts by the bytes of their UTF-8 form. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i += 1) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return codePointRank(x) - codePointRank(y)
  }
  return a.length - b.length
}

// Surrogates stand for code points above every other unit, so they go last.
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}

const CHUNK_UNITS = 2048
const units: number[] = []

/** Reads strict UTF-8 (no overlong forms, surrogates or values beyond U+10FFFF); `undefined` when it is not. */
export function readUtf8(bytes: Uint8Array, start: number, end: number): string | undefined {
  let text = ''
  let at = start
  units.length = 0
  while (at < end) {
    const lead = bytes[at] ?? 0
    if (lead < 0x80) {
      units.push(lead)
      at += 1
    } else {
      const size = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0
      if (size === 0 || at + size > end) return undefined
      const point = multiByte(bytes, at, size)
      if (point < 0) return undefined
      if (point < 0x10000) units.push(point)
      else units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff))
      at += size
    }
    if (units.length >= CHUNK_UNITS) {
      text += String.fromCharCode(...units)
      units.length = 0
    }
  }
  return text + String.fromCharCode(...units)
}

const LEAST_POINT = [0, 0, 0x80, 0x800, 0x10000]

function multiByte(bytes: Uint8Array, at: number, size: number): number {
  let point = (bytes[at] ?? 0) & (0xff >> (size + 1))
  for (let i = 1; i < size; i += 1) {
    const byte = bytes[at + i] ?? 0
    if ((byte & 0xc0) !== 0x80) return -1
    point = (point << 6) | (byte & 0x3f)
  }
  const isSurrogate = point >= 0xd800 && point <= 0xdfff
  return point < (LEAST_POINT[size] ?? 0) || point > 0x10ffff || isSurrogate ? -1 : point
}
