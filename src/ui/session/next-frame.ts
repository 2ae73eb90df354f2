/** The next picture; a hidden page paints none, so there a short timer stands in. */
const HIDDEN_FRAME_MS = 100

export function nextFrame(callback: () => void): void {
  if (document.hidden) setTimeout(callback, HIDDEN_FRAME_MS)
  else requestAnimationFrame(() => callback())
}
