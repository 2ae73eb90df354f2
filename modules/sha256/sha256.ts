// SHA-256 (FIPS 180-4) for frames and state trees: one message at a time in scalar code, or four messages in the four
// lanes of a 128-bit vector. Messages lie padded in memory, so the loop sees whole 64-byte blocks only.
// Built by scripts/build-sha256.mjs; no runtime, no allocation, no imports.

const K: StaticArray<u32> = [
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]

// One schedule is enough: calls do not overlap.
const W = memory.data(64 * 16, 16)
// Messages of 1 to LANED_BLOCKS blocks wait here for three others of their size: four addresses and four places of digests.
const LANED_BLOCKS: u32 = 128
const QUEUE_BYTES: usize = 32
const QUEUES = memory.data(128 * 32, 16)
const WAITING = memory.data(128, 16)

const kPointer = changetype<usize>(K)

// @ts-ignore: decorator
@inline function k(round: usize): u32 { return load<u32>(kPointer + (round << 2)) }

/** Hashes one padded message of `blocks` 64-byte blocks at `message`; 32 digest bytes go to `digest`. */
function hashOne(message: usize, blocks: u32, digest: usize): void {
  let h0: u32 = 0x6a09e667, h1: u32 = 0xbb67ae85, h2: u32 = 0x3c6ef372, h3: u32 = 0xa54ff53a
  let h4: u32 = 0x510e527f, h5: u32 = 0x9b05688c, h6: u32 = 0x1f83d9ab, h7: u32 = 0x5be0cd19
  for (; blocks > 0; blocks--, message += 64) {
    for (let t: usize = 0; t < 16; t++) store<u32>(W + (t << 2), bswap<u32>(load<u32>(message + (t << 2))))
    for (let t: usize = 16; t < 64; t++) {
      const a = load<u32>(W + (t << 2) - 60)
      const b = load<u32>(W + (t << 2) - 8)
      const s0 = rotr<u32>(a, 7) ^ rotr<u32>(a, 18) ^ (a >> 3)
      const s1 = rotr<u32>(b, 17) ^ rotr<u32>(b, 19) ^ (b >> 10)
      store<u32>(W + (t << 2), load<u32>(W + (t << 2) - 64) + s0 + load<u32>(W + (t << 2) - 28) + s1)
    }
    let a = h0, b = h1, c = h2, d = h3, e = h4, f = h5, g = h6, h = h7
    for (let t: usize = 0; t < 64; t++) {
      const t1 = h + (rotr<u32>(e, 6) ^ rotr<u32>(e, 11) ^ rotr<u32>(e, 25)) + (g ^ (e & (f ^ g))) + k(t) + load<u32>(W + (t << 2))
      const t2 = (rotr<u32>(a, 2) ^ rotr<u32>(a, 13) ^ rotr<u32>(a, 22)) + ((a & b) | (c & (a | b)))
      h = g; g = f; f = e; e = d + t1; d = c; c = b; b = a; a = t1 + t2
    }
    h0 += a; h1 += b; h2 += c; h3 += d; h4 += e; h5 += f; h6 += g; h7 += h
  }
  store<u32>(digest, bswap<u32>(h0)); store<u32>(digest, bswap<u32>(h1), 4)
  store<u32>(digest, bswap<u32>(h2), 8); store<u32>(digest, bswap<u32>(h3), 12)
  store<u32>(digest, bswap<u32>(h4), 16); store<u32>(digest, bswap<u32>(h5), 20)
  store<u32>(digest, bswap<u32>(h6), 24); store<u32>(digest, bswap<u32>(h7), 28)
}

// @ts-ignore: decorator
@inline function rotr4(x: v128, n: i32): v128 { return v128.or(i32x4.shr_u(x, n), i32x4.shl(x, 32 - n)) }

// @ts-ignore: decorator
@inline function bswap4(x: v128): v128 { return i8x16.shuffle(x, x, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12) }

/** What a round adds to d, and to h with `upper`. */
// @ts-ignore: decorator
@inline function lower(e: v128, f: v128, g: v128, h: v128, word: v128, round: usize): v128 {
  const sigma1 = v128.xor(v128.xor(rotr4(e, 6), rotr4(e, 11)), rotr4(e, 25))
  const input = i32x4.add(word, v128.load_splat<u32>(kPointer + (round << 2)))
  return i32x4.add(i32x4.add(sigma1, v128.bitselect(f, g, e)), i32x4.add(h, input))
}

// @ts-ignore: decorator
@inline function upper(a: v128, b: v128, c: v128): v128 {
  const sigma0 = v128.xor(v128.xor(rotr4(a, 2), rotr4(a, 13)), rotr4(a, 22))
  // Where a and b differ the majority is c, elsewhere it is b.
  return i32x4.add(sigma0, v128.bitselect(c, b, v128.xor(a, b)))
}

/** Sixteen bytes of each of four messages become four words of the schedule. */
// @ts-ignore: decorator
@inline function gather(m0: usize, m1: usize, m2: usize, m3: usize, offset: usize): void {
  const r0 = v128.load(m0 + offset), r1 = v128.load(m1 + offset), r2 = v128.load(m2 + offset), r3 = v128.load(m3 + offset)
  const a = i32x4.shuffle(r0, r1, 0, 4, 1, 5), b = i32x4.shuffle(r2, r3, 0, 4, 1, 5)
  const c = i32x4.shuffle(r0, r1, 2, 6, 3, 7), d = i32x4.shuffle(r2, r3, 2, 6, 3, 7)
  const to = W + (offset << 2)
  v128.store(to, bswap4(i64x2.shuffle(a, b, 0, 2)))
  v128.store(to, bswap4(i64x2.shuffle(a, b, 1, 3)), 16)
  v128.store(to, bswap4(i64x2.shuffle(c, d, 0, 2)), 32)
  v128.store(to, bswap4(i64x2.shuffle(c, d, 1, 3)), 48)
}

// @ts-ignore: decorator
@inline function extend(at: usize): v128 {
  const a = v128.load(at - 240)
  const b = v128.load(at - 32)
  const s0 = v128.xor(v128.xor(rotr4(a, 7), rotr4(a, 18)), i32x4.shr_u(a, 3))
  const s1 = v128.xor(v128.xor(rotr4(b, 17), rotr4(b, 19)), i32x4.shr_u(b, 10))
  const word = i32x4.add(i32x4.add(v128.load(at - 256), s0), i32x4.add(v128.load(at - 112), s1))
  v128.store(at, word)
  return word
}

// @ts-ignore: decorator
@inline function put(digest: usize, lane: i32, h: v128, word: usize): void {
  const swapped = bswap4(h)
  if (lane == 0) v128.store_lane<u32>(digest + word, swapped, 0)
  else if (lane == 1) v128.store_lane<u32>(digest + word, swapped, 1)
  else if (lane == 2) v128.store_lane<u32>(digest + word, swapped, 2)
  else v128.store_lane<u32>(digest + word, swapped, 3)
}

/** Hashes the four padded messages of a queue, each of `blocks` blocks. */
function hashFour(queue: usize, blocks: u32): void {
  let m0 = <usize>load<u32>(queue), m1 = <usize>load<u32>(queue, 4)
  let m2 = <usize>load<u32>(queue, 8), m3 = <usize>load<u32>(queue, 12)
  let h0 = i32x4.splat(0x6a09e667), h1 = i32x4.splat(0xbb67ae85), h2 = i32x4.splat(0x3c6ef372), h3 = i32x4.splat(0xa54ff53a)
  let h4 = i32x4.splat(0x510e527f), h5 = i32x4.splat(0x9b05688c), h6 = i32x4.splat(0x1f83d9ab), h7 = i32x4.splat(0x5be0cd19)
  for (; blocks > 0; blocks--) {
    gather(m0, m1, m2, m3, 0); gather(m0, m1, m2, m3, 16); gather(m0, m1, m2, m3, 32); gather(m0, m1, m2, m3, 48)
    let a = h0, b = h1, c = h2, d = h3, e = h4, f = h5, g = h6, h = h7
    {
      const t: usize = 0
      const x0 = lower(e, f, g, h, v128.load(W + ((t + 0) << 4)), t + 0); d = i32x4.add(d, x0); h = i32x4.add(x0, upper(a, b, c))
      const x1 = lower(d, e, f, g, v128.load(W + ((t + 1) << 4)), t + 1); c = i32x4.add(c, x1); g = i32x4.add(x1, upper(h, a, b))
      const x2 = lower(c, d, e, f, v128.load(W + ((t + 2) << 4)), t + 2); b = i32x4.add(b, x2); f = i32x4.add(x2, upper(g, h, a))
      const x3 = lower(b, c, d, e, v128.load(W + ((t + 3) << 4)), t + 3); a = i32x4.add(a, x3); e = i32x4.add(x3, upper(f, g, h))
      const x4 = lower(a, b, c, d, v128.load(W + ((t + 4) << 4)), t + 4); h = i32x4.add(h, x4); d = i32x4.add(x4, upper(e, f, g))
      const x5 = lower(h, a, b, c, v128.load(W + ((t + 5) << 4)), t + 5); g = i32x4.add(g, x5); c = i32x4.add(x5, upper(d, e, f))
      const x6 = lower(g, h, a, b, v128.load(W + ((t + 6) << 4)), t + 6); f = i32x4.add(f, x6); b = i32x4.add(x6, upper(c, d, e))
      const x7 = lower(f, g, h, a, v128.load(W + ((t + 7) << 4)), t + 7); e = i32x4.add(e, x7); a = i32x4.add(x7, upper(b, c, d))
      const x8 = lower(e, f, g, h, v128.load(W + ((t + 8) << 4)), t + 8); d = i32x4.add(d, x8); h = i32x4.add(x8, upper(a, b, c))
      const x9 = lower(d, e, f, g, v128.load(W + ((t + 9) << 4)), t + 9); c = i32x4.add(c, x9); g = i32x4.add(x9, upper(h, a, b))
      const x10 = lower(c, d, e, f, v128.load(W + ((t + 10) << 4)), t + 10); b = i32x4.add(b, x10); f = i32x4.add(x10, upper(g, h, a))
      const x11 = lower(b, c, d, e, v128.load(W + ((t + 11) << 4)), t + 11); a = i32x4.add(a, x11); e = i32x4.add(x11, upper(f, g, h))
      const x12 = lower(a, b, c, d, v128.load(W + ((t + 12) << 4)), t + 12); h = i32x4.add(h, x12); d = i32x4.add(x12, upper(e, f, g))
      const x13 = lower(h, a, b, c, v128.load(W + ((t + 13) << 4)), t + 13); g = i32x4.add(g, x13); c = i32x4.add(x13, upper(d, e, f))
      const x14 = lower(g, h, a, b, v128.load(W + ((t + 14) << 4)), t + 14); f = i32x4.add(f, x14); b = i32x4.add(x14, upper(c, d, e))
      const x15 = lower(f, g, h, a, v128.load(W + ((t + 15) << 4)), t + 15); e = i32x4.add(e, x15); a = i32x4.add(x15, upper(b, c, d))
    }
    for (let t: usize = 16; t < 64; t += 16) {
      const x0 = lower(e, f, g, h, extend(W + ((t + 0) << 4)), t + 0); d = i32x4.add(d, x0); h = i32x4.add(x0, upper(a, b, c))
      const x1 = lower(d, e, f, g, extend(W + ((t + 1) << 4)), t + 1); c = i32x4.add(c, x1); g = i32x4.add(x1, upper(h, a, b))
      const x2 = lower(c, d, e, f, extend(W + ((t + 2) << 4)), t + 2); b = i32x4.add(b, x2); f = i32x4.add(x2, upper(g, h, a))
      const x3 = lower(b, c, d, e, extend(W + ((t + 3) << 4)), t + 3); a = i32x4.add(a, x3); e = i32x4.add(x3, upper(f, g, h))
      const x4 = lower(a, b, c, d, extend(W + ((t + 4) << 4)), t + 4); h = i32x4.add(h, x4); d = i32x4.add(x4, upper(e, f, g))
      const x5 = lower(h, a, b, c, extend(W + ((t + 5) << 4)), t + 5); g = i32x4.add(g, x5); c = i32x4.add(x5, upper(d, e, f))
      const x6 = lower(g, h, a, b, extend(W + ((t + 6) << 4)), t + 6); f = i32x4.add(f, x6); b = i32x4.add(x6, upper(c, d, e))
      const x7 = lower(f, g, h, a, extend(W + ((t + 7) << 4)), t + 7); e = i32x4.add(e, x7); a = i32x4.add(x7, upper(b, c, d))
      const x8 = lower(e, f, g, h, extend(W + ((t + 8) << 4)), t + 8); d = i32x4.add(d, x8); h = i32x4.add(x8, upper(a, b, c))
      const x9 = lower(d, e, f, g, extend(W + ((t + 9) << 4)), t + 9); c = i32x4.add(c, x9); g = i32x4.add(x9, upper(h, a, b))
      const x10 = lower(c, d, e, f, extend(W + ((t + 10) << 4)), t + 10); b = i32x4.add(b, x10); f = i32x4.add(x10, upper(g, h, a))
      const x11 = lower(b, c, d, e, extend(W + ((t + 11) << 4)), t + 11); a = i32x4.add(a, x11); e = i32x4.add(x11, upper(f, g, h))
      const x12 = lower(a, b, c, d, extend(W + ((t + 12) << 4)), t + 12); h = i32x4.add(h, x12); d = i32x4.add(x12, upper(e, f, g))
      const x13 = lower(h, a, b, c, extend(W + ((t + 13) << 4)), t + 13); g = i32x4.add(g, x13); c = i32x4.add(x13, upper(d, e, f))
      const x14 = lower(g, h, a, b, extend(W + ((t + 14) << 4)), t + 14); f = i32x4.add(f, x14); b = i32x4.add(x14, upper(c, d, e))
      const x15 = lower(f, g, h, a, extend(W + ((t + 15) << 4)), t + 15); e = i32x4.add(e, x15); a = i32x4.add(x15, upper(b, c, d))
    }
    h0 = i32x4.add(h0, a); h1 = i32x4.add(h1, b); h2 = i32x4.add(h2, c); h3 = i32x4.add(h3, d)
    h4 = i32x4.add(h4, e); h5 = i32x4.add(h5, f); h6 = i32x4.add(h6, g); h7 = i32x4.add(h7, h)
    m0 += 64; m1 += 64; m2 += 64; m3 += 64
  }
  for (let lane = 0; lane < 4; lane++) {
    const digest = <usize>load<u32>(queue + (<usize>lane << 2), 16)
    put(digest, lane, h0, 0); put(digest, lane, h1, 4); put(digest, lane, h2, 8); put(digest, lane, h3, 12)
    put(digest, lane, h4, 16); put(digest, lane, h5, 20); put(digest, lane, h6, 24); put(digest, lane, h7, 28)
  }
}

/** Writes the padding behind a message: one byte of end mark, zeros, eight bytes of length in bits (FIPS 180-4 §5.1.1). */
function pad(message: usize, length: u32, blocks: u32): void {
  const end = message + (<usize>blocks << 6) - 8
  let at = message + length
  store<u8>(at++, 0x80)
  for (; (at & 7) != 0; at++) store<u8>(at, 0)
  for (; at < end; at += 8) store<u64>(at, 0)
  store<u64>(end, bswap<u64>(<u64>length << 3))
}

/**
 * Hashes `count` messages whose lengths stand at `lengths`. They lie one after the other from `message` on, which is a
 * multiple of 64, and each begins at the first such multiple that leaves nine bytes to the one before it. Digests go side by
 * side to `digest`.
 */
export function hashAll(lengths: usize, count: u32, message: usize, digest: usize): void {
  const isAlone = count == 1
  let most: u32 = 0
  for (; count > 0; count--, lengths += 4, digest += 32) {
    const length = load<u32>(lengths)
    const blocks = (length + 72) >>> 6
    pad(message, length, blocks)
    if (isAlone || blocks > LANED_BLOCKS) hashOne(message, blocks, digest)
    else {
      if (blocks > most) most = blocks
      const waiting = <usize>load<u8>(WAITING + blocks - 1)
      const queue = QUEUES + <usize>(blocks - 1) * QUEUE_BYTES
      store<u32>(queue + (waiting << 2), <u32>message)
      store<u32>(queue + (waiting << 2), <u32>digest, 16)
      if (waiting == 3) hashFour(queue, blocks)
      store<u8>(WAITING + blocks - 1, <u8>((waiting + 1) & 3))
    }
    message += <usize>blocks << 6
  }
  for (let blocks: u32 = 1; blocks <= most; blocks++) {
    const waiting = <usize>load<u8>(WAITING + blocks - 1)
    store<u8>(WAITING + blocks - 1, 0)
    const queue = QUEUES + <usize>(blocks - 1) * QUEUE_BYTES
    if (waiting == 1) hashOne(load<u32>(queue), blocks, load<u32>(queue, 16))
    else if (waiting > 1) {
      // Lanes that nobody waits for do the first one's work again.
      for (let lane = waiting; lane < 4; lane++) {
        store<u32>(queue + (lane << 2), load<u32>(queue))
        store<u32>(queue + (lane << 2), load<u32>(queue, 16), 16)
      }
      hashFour(queue, blocks)
    }
  }
}
