import type { Layout } from './layout.ts'

/** The same number as in the style sheets: below it the inspector is a drawer. */
const NARROW = '(max-width: 900px)'

/** Tells the layout whether the window is narrow, now and whenever that changes; returns how to stop. */
export function followWidth(layout: Layout): () => void {
  const query = matchMedia(NARROW)
  const tell = (): void => layout.setNarrow(query.matches)
  tell()
  query.addEventListener('change', tell)
  return () => query.removeEventListener('change', tell)
}
