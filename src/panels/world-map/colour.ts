/** A colour of six hex digits as three bytes, for pictures that are filled pixel by pixel. */
export function parseHex(colour: string): readonly [red: number, green: number, blue: number] {
  const value = Number.parseInt(colour.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}
