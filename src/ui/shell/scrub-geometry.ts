/** Pixels of the scrubber and steps of the journal. */

/** 0…1, how much of the journal lies before the playhead. */
export function shareOf(seq: number, head: number): number {
  return head <= 0 ? 0 : Math.min(1, Math.max(0, seq / head))
}

/** The step under a pointer. */
export function seqAt(
  clientX: number,
  box: { readonly left: number; readonly width: number },
  head: number,
): number {
  const share = box.width <= 0 ? 0 : (clientX - box.left) / box.width
  return Math.round(Math.min(1, Math.max(0, share)) * head)
}

const PAGES = 20

/** How far Page Up and Page Down go: a twentieth of the journal, at least ten steps. */
export function pageOf(head: number): number {
  return Math.max(10, Math.round(head / PAGES))
}
