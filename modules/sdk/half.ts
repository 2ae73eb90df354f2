// Half-precision floats of CBOR (RFC 8949, appendix D).

/** The value of a half. */
export function halfToFloat(half: u32): f64 {
  const exponent = (half >> 10) & 31
  const mantissa = <f64>(half & 1023)
  let value: f64
  if (exponent == 0) value = mantissa * 2.0 ** -24
  else if (exponent == 31) value = mantissa == 0 ? Infinity : NaN
  else value = (1024.0 + mantissa) * reinterpret<f64>(<u64>(1023 - 25 + exponent) << 52)
  return half & 0x8000 ? -value : value
}

/** The half that has exactly the value of a finite single, or −1. */
export function singleToHalf(single: f32): i32 {
  const bits = reinterpret<u32>(single)
  const sign = (bits >> 16) & 0x8000
  const exponent = <i32>((bits >> 23) & 255) - 127
  const mantissa = bits & 0x7fffff
  if ((bits << 1) == 0) return sign
  if (exponent > 15 || exponent < -24) return -1
  if (exponent >= -14) {
    if (mantissa & 0x1fff) return -1
    return sign | (<u32>(exponent + 15) << 10) | (mantissa >> 13)
  }
  // A half below 2^-14 counts in steps of 2^-24.
  const shift = -exponent - 1
  const whole = mantissa | 0x800000
  if (whole & ((1 << shift) - 1)) return -1
  return sign | (whole >> shift)
}
