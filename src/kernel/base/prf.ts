import { assert } from './assert.ts'

/**
 * The world's randomness: a keyed function of (stream, ordinal). It holds no position, so an extra draw in one stream
 * shifts nothing in another; the next ordinal lives in the record of the entity that draws.
 */
export interface Prf {
  /** 32 uniform bits of (stream, ordinal). */
  uint32(stream: string, ordinal: number): number
  /** A uniform integer in [0, n), 1 ≤ n ≤ 2^32; unbiased by rejection. */
  below(stream: string, ordinal: number, n: number): number
}

const UINT32_COUNT = 2 ** 32

/**
 * SipHash-2-4 with a key made from the seed. The message is the stream's UTF-16 code units (little-endian), the ordinal
 * (8 bytes) and the sub-ordinal (4 bytes): the tail has a fixed length, so no two (stream, ordinal) share a message.
 */
export function createPrf(seed: string | number): Prf {
  const seedMessage = messageOf(typeof seed === 'number' ? `#${seed}` : `"${seed}`, 0, 0)
  const left = sipHash24([0, 0, 0, 0], seedMessage)
  const right = sipHash24([1, 0, 0, 0], seedMessage)
  const key: SipKey = [left.low, left.high, right.low, right.high]

  const draw = (stream: string, ordinal: number, subOrdinal: number): number =>
    sipHash24(key, messageOf(stream, ordinal, subOrdinal)).low

  return {
    uint32: (stream, ordinal) => draw(stream, ordinal, 0),
    below: (stream, ordinal, n) => {
      assert(Number.isInteger(n) && n >= 1 && n <= UINT32_COUNT, 'A range holds 1 to 2^32 values.')
      const fair = UINT32_COUNT - (UINT32_COUNT % n)
      let subOrdinal = 0
      let value = draw(stream, ordinal, subOrdinal)
      // Each round passes with probability above one half; 2^32 failing rounds do not happen.
      while (value >= fair) {
        subOrdinal += 1
        value = draw(stream, ordinal, subOrdinal)
      }
      return value % n
    },
  }
}

/** Four 32-bit words, little-endian: k0 low, k0 high, k1 low, k1 high. */
export type SipKey = readonly [number, number, number, number]

function messageOf(stream: string, ordinal: number, subOrdinal: number): Uint8Array {
  assert(Number.isSafeInteger(ordinal) && ordinal >= 0, 'An ordinal counts draws.')
  const message = new Uint8Array(2 * stream.length + 12)
  for (let i = 0; i < stream.length; i += 1) {
    const unit = stream.charCodeAt(i)
    message[2 * i] = unit & 0xff
    message[2 * i + 1] = unit >>> 8
  }
  const tail = 2 * stream.length
  writeUint32(message, tail, ordinal >>> 0)
  writeUint32(message, tail + 4, Math.floor(ordinal / UINT32_COUNT))
  writeUint32(message, tail + 8, subOrdinal)
  return message
}

function writeUint32(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value & 0xff
  bytes[offset + 1] = (value >>> 8) & 0xff
  bytes[offset + 2] = (value >>> 16) & 0xff
  bytes[offset + 3] = value >>> 24
}

function readUint32(bytes: Uint8Array, offset: number): number {
  return (
    ((bytes[offset] ?? 0) |
      ((bytes[offset + 1] ?? 0) << 8) |
      ((bytes[offset + 2] ?? 0) << 16) |
      ((bytes[offset + 3] ?? 0) << 24)) >>>
    0
  )
}

/** SipHash-2-4 of a message, as two unsigned 32-bit halves. */
export function sipHash24(key: SipKey, message: Uint8Array): { low: number; high: number } {
  const state = new SipState(key)
  const whole = message.length - (message.length % 8)
  for (let at = 0; at < whole; at += 8) {
    state.absorb(readUint32(message, at), readUint32(message, at + 4))
  }
  const last = new Uint8Array(8)
  last.set(message.subarray(whole))
  last[7] = message.length & 0xff
  state.absorb(readUint32(last, 0), readUint32(last, 4))
  return state.finish()
}

/** The four 64-bit words of SipHash, each as two 32-bit halves. */
class SipState {
  #v0l: number
  #v0h: number
  #v1l: number
  #v1h: number
  #v2l: number
  #v2h: number
  #v3l: number
  #v3h: number

  constructor([k0l, k0h, k1l, k1h]: SipKey) {
    this.#v0l = k0l ^ 0x70736575
    this.#v0h = k0h ^ 0x736f6d65
    this.#v1l = k1l ^ 0x6e646f6d
    this.#v1h = k1h ^ 0x646f7261
    this.#v2l = k0l ^ 0x6e657261
    this.#v2h = k0h ^ 0x6c796765
    this.#v3l = k1l ^ 0x79746573
    this.#v3h = k1h ^ 0x74656462
  }

  absorb(low: number, high: number): void {
    this.#v3l ^= low
    this.#v3h ^= high
    this.#round()
    this.#round()
    this.#v0l ^= low
    this.#v0h ^= high
  }

  finish(): { low: number; high: number } {
    this.#v2l ^= 0xff
    for (let i = 0; i < 4; i += 1) this.#round()
    return {
      low: (this.#v0l ^ this.#v1l ^ this.#v2l ^ this.#v3l) >>> 0,
      high: (this.#v0h ^ this.#v1h ^ this.#v2h ^ this.#v3h) >>> 0,
    }
  }

  #round(): void {
    let sum = (this.#v0l >>> 0) + (this.#v1l >>> 0)
    let v0l = sum | 0
    let v0h = (this.#v0h + this.#v1h + carry(sum)) | 0
    let v1l = ((this.#v1l << 13) | (this.#v1h >>> 19)) ^ v0l
    let v1h = ((this.#v1h << 13) | (this.#v1l >>> 19)) ^ v0h
    // v0 turns by 32 bits: its halves change places.
    ;[v0l, v0h] = [v0h, v0l]

    sum = (this.#v2l >>> 0) + (this.#v3l >>> 0)
    let v2l = sum | 0
    let v2h = (this.#v2h + this.#v3h + carry(sum)) | 0
    let v3l = ((this.#v3l << 16) | (this.#v3h >>> 16)) ^ v2l
    let v3h = ((this.#v3h << 16) | (this.#v3l >>> 16)) ^ v2h

    sum = (v0l >>> 0) + (v3l >>> 0)
    v0l = sum | 0
    v0h = (v0h + v3h + carry(sum)) | 0
    const t3l = v3l
    v3l = ((v3l << 21) | (v3h >>> 11)) ^ v0l
    v3h = ((v3h << 21) | (t3l >>> 11)) ^ v0h

    sum = (v2l >>> 0) + (v1l >>> 0)
    v2l = sum | 0
    v2h = (v2h + v1h + carry(sum)) | 0
    const t1l = v1l
    v1l = ((v1l << 17) | (v1h >>> 15)) ^ v2l
    v1h = ((v1h << 17) | (t1l >>> 15)) ^ v2h

    this.#v0l = v0l
    this.#v0h = v0h
    this.#v1l = v1l
    this.#v1h = v1h
    this.#v2l = v2h
    this.#v2h = v2l
    this.#v3l = v3l
    this.#v3h = v3h
  }
}

function carry(sum: number): number {
  return sum >= UINT32_COUNT ? 1 : 0
}
