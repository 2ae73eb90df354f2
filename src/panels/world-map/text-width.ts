const widths = new Map<string, number>()
/** Names of worlds come and go; the cache must not grow with them. */
const WIDTHS_MAX = 5000

/** Width of a text in the context's font, measured once. */
export function measure(context: CanvasRenderingContext2D, text: string): number {
  const key = `${context.font}\n${text}`
  const known = widths.get(key)
  if (known !== undefined) return known
  if (widths.size >= WIDTHS_MAX) widths.clear()
  const { width } = context.measureText(text)
  widths.set(key, width)
  return width
}
