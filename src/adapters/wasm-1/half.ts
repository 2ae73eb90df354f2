// Half-precision floats (IEEE 754 binary16), which CBOR uses wherever nothing is lost.

const singles = new Float32Array(1)
const singleBits = new Uint32Array(singles.buffer)

/** The value of a half. */
export function halfToNumber(half: number): number {
  const exponent = (half >> 10) & 31
  const mantissa = half & 1023
  const sign = half & 0x8000 ? -1 : 1
  if (exponent === 0) return sign * mantissa * 2 ** -24
  if (exponent === 31) return mantissa === 0 ? sign * Infinity : Number.NaN
  return sign * (1024 + mantissa) * 2 ** (exponent - 25)
}

/** The half that has exactly the value of a finite number, if there is one. */
export function numberToHalf(value: number): number | undefined {
  singles[0] = value
  if (singles[0] !== value) return undefined
  const bits = singleBits[0] ?? 0
  const sign = (bits >>> 16) & 0x8000
  const exponent = ((bits >>> 23) & 255) - 127
  const mantissa = bits & 0x7fffff
  if (value === 0) return sign
  if (exponent > 15 || exponent < -24) return undefined
  if (exponent >= -14)
    return mantissa & 0x1fff ? undefined : sign | ((exponent + 15) << 10) | (mantissa >> 13)
  // Below 2^-14 a half counts in steps of 2^-24.
  const shift = -exponent - 1
  const whole = mantissa | 0x800000
  return whole & ((1 << shift) - 1) ? undefined : sign | (whole >> shift)
}
