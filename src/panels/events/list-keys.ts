interface ListPlace {
  readonly now: number
  readonly total: number
  readonly pageRows: number
}

/** The row that a key goes to; undefined when the list does not use the key. */
export function keyToRow(
  event: {
    readonly key: string
    readonly ctrlKey: boolean
    readonly metaKey: boolean
    readonly altKey: boolean
  },
  { now, total, pageRows }: ListPlace,
): number | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || total === 0) return undefined
  const step = stepOf(event.key, pageRows)
  if (event.key === 'Home') return 0
  if (event.key === 'End') return total - 1
  return step === undefined ? undefined : Math.min(Math.max(0, now + step), total - 1)
}

function stepOf(key: string, pageRows: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return 1
    case 'ArrowUp':
    case 'k':
      return -1
    case 'PageDown':
      return pageRows
    case 'PageUp':
      return -pageRows
    default:
      return undefined
  }
}
