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
const kPointer = changetype<usize>(K)

// @ts-ignore: decorator
@inline function k(round: usize): u32 { return load<u32>(kPointer + (round << 2)) }

/** Hashes one padded message of `blocks` 64-byte blocks at `message`; 32 digest bytes go to `digest`. */
export function hashOne(message: usize, blocks: u32, digest: usize): void {
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
@inline function gather(m0: usize, m1: usize, m2: usize, m3: usize, offset: usize): v128 {
  let x = v128.load32_zero(m0 + offset)
  x = v128.load_lane<u32>(m1 + offset, x, 1)
  x = v128.load_lane<u32>(m2 + offset, x, 2)
  x = v128.load_lane<u32>(m3 + offset, x, 3)
  return i8x16.shuffle(x, x, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)
}

// @ts-ignore: decorator
@inline function put(digest: usize, lane: i32, h: v128, word: usize): void {
  const swapped = i8x16.shuffle(h, h, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)
  if (lane == 0) v128.store_lane<u32>(digest + word, swapped, 0)
  else if (lane == 1) v128.store_lane<u32>(digest + word, swapped, 1)
  else if (lane == 2) v128.store_lane<u32>(digest + word, swapped, 2)
  else v128.store_lane<u32>(digest + word, swapped, 3)
}

/**
 * Hashes four padded messages of the same number of blocks. `messages` points at four u32 addresses; the four digests
 * go to `digests`, 32 bytes each.
 */
export function hashFour(messages: usize, blocks: u32, digests: usize): void {
  let m0 = <usize>load<u32>(messages), m1 = <usize>load<u32>(messages, 4)
  let m2 = <usize>load<u32>(messages, 8), m3 = <usize>load<u32>(messages, 12)
  let h0 = i32x4.splat(0x6a09e667), h1 = i32x4.splat(0xbb67ae85), h2 = i32x4.splat(0x3c6ef372), h3 = i32x4.splat(0xa54ff53a)
  let h4 = i32x4.splat(0x510e527f), h5 = i32x4.splat(0x9b05688c), h6 = i32x4.splat(0x1f83d9ab), h7 = i32x4.splat(0x5be0cd19)
  for (; blocks > 0; blocks--) {
    for (let t: usize = 0; t < 16; t++) v128.store(W + (t << 4), gather(m0, m1, m2, m3, t << 2))
    for (let t: usize = 16; t < 64; t++) {
      const a = v128.load(W + (t << 4) - 240)
      const b = v128.load(W + (t << 4) - 32)
      const s0 = v128.xor(v128.xor(rotr4(a, 7), rotr4(a, 18)), i32x4.shr_u(a, 3))
      const s1 = v128.xor(v128.xor(rotr4(b, 17), rotr4(b, 19)), i32x4.shr_u(b, 10))
      v128.store(W + (t << 4), i32x4.add(i32x4.add(v128.load(W + (t << 4) - 256), s0), i32x4.add(v128.load(W + (t << 4) - 112), s1)))
    }
    let a = h0, b = h1, c = h2, d = h3, e = h4, f = h5, g = h6, h = h7
    for (let t: usize = 0; t < 64; t++) {
      const sigma1 = v128.xor(v128.xor(rotr4(e, 6), rotr4(e, 11)), rotr4(e, 25))
      const choice = v128.bitselect(f, g, e)
      const t1 = i32x4.add(i32x4.add(i32x4.add(h, sigma1), i32x4.add(choice, i32x4.splat(k(t)))), v128.load(W + (t << 4)))
      const sigma0 = v128.xor(v128.xor(rotr4(a, 2), rotr4(a, 13)), rotr4(a, 22))
      // Where a and b differ the majority is c, elsewhere it is b.
      const majority = v128.bitselect(c, b, v128.xor(a, b))
      const t2 = i32x4.add(sigma0, majority)
      h = g; g = f; f = e; e = i32x4.add(d, t1); d = c; c = b; b = a; a = i32x4.add(t1, t2)
    }
    h0 = i32x4.add(h0, a); h1 = i32x4.add(h1, b); h2 = i32x4.add(h2, c); h3 = i32x4.add(h3, d)
    h4 = i32x4.add(h4, e); h5 = i32x4.add(h5, f); h6 = i32x4.add(h6, g); h7 = i32x4.add(h7, h)
    m0 += 64; m1 += 64; m2 += 64; m3 += 64
  }
  for (let lane = 0; lane < 4; lane++) {
    const digest = digests + (<usize>lane << 5)
    put(digest, lane, h0, 0); put(digest, lane, h1, 4); put(digest, lane, h2, 8); put(digest, lane, h3, 12)
    put(digest, lane, h4, 16); put(digest, lane, h5, 20); put(digest, lane, h6, 24); put(digest, lane, h7, 28)
  }
}
