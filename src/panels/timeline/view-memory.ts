/** The part of the journal that the lanes showed, kept for this tab so that a reload finds it again. */
import { readSaved, save } from '../../ui/saved.ts'
import { clampView, endingAt, fitView, isWhole, type View } from './view.ts'

const NAME = 'timeline'

interface Kept {
  readonly world: string
  readonly view: View
  /** All of the journal, however long it has become since. */
  readonly isWhole: boolean
}

export function keepView(world: string, view: View, head: number): void {
  const kept: Kept = { world, view, isWhole: isWhole(view, head) }
  save('tab', NAME, JSON.stringify(kept))
}

/** The kept view of this world as it is now; undefined when another world's was kept, or nothing that is a view. */
export function keptView(
  world: string,
  now: { readonly head: number; readonly isFollowing: boolean },
): View | undefined {
  const kept = readKept()
  if (kept?.world !== world) return undefined
  if (kept.isWhole) return fitView(now.head)
  return now.isFollowing ? endingAt(kept.view, now.head) : clampView(kept.view, now.head)
}

function readKept(): Kept | undefined {
  const text = readSaved('tab', NAME)
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isKept(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null) return false
  const { world, view, isWhole: whole }: Partial<Record<keyof Kept, unknown>> = value
  return typeof world === 'string' && typeof whole === 'boolean' && isView(view)
}

function isView(value: unknown): value is View {
  if (typeof value !== 'object' || value === null) return false
  const { first, last }: Partial<Record<keyof View, unknown>> = value
  return Number.isFinite(first) && Number.isFinite(last) && Number(first) < Number(last)
}
