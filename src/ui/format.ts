/** Numbers as people read them here. Steps, ids and gas are grouped by comma in every language. */

export function formatCount(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** A signed change with a real minus: `+6`, `−6`, `0`. */
export function formatDelta(value: number): string {
  if (value === 0) return '0'
  return value > 0 ? `+${formatCount(value)}` : `−${formatCount(-value)}`
}

/** `7c1e90…a94f`: enough of a hash to tell two apart by eye. */
export function shortHash(hash: string): string {
  return hash.length <= 12 ? hash : `${hash.slice(0, 6)}…${hash.slice(-4)}`
}

const SIZE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < SIZE_UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  const digits = value < 10 && unit > 0 ? 1 : 0
  return `${value.toFixed(digits)} ${SIZE_UNITS[unit] ?? 'B'}`
}
