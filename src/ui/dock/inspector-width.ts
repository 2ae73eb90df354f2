import type { DockviewApi } from 'dockview-react'
import { type Arrangement, widthOf } from './arrangement.ts'

export interface InspectorPlace {
  readonly box: HTMLElement
  inspectorWidth(): number
}

export interface InspectorWidth {
  /** Back to the sheet's width. */
  forget(): void
  stop(): void
}

/** When the window changes, the centre gives way: the inspector keeps the width a person gave it, or the sheet's. */
export function keepInspectorWidth(
  api: DockviewApi,
  place: InspectorPlace,
  kept: Arrangement | undefined,
): InspectorWidth {
  let standard = place.inspectorWidth()
  let wanted = wantedWidth(kept) ?? standard
  let frame: number | undefined

  const restore = (): void => {
    frame = undefined
    const width = place.inspectorWidth()
    if (wanted === standard) wanted = width
    standard = width
    const step = api.getPanel('step')
    if (step !== undefined && step.api.width !== wanted) step.api.group.api.setSize({ width: wanted })
  }
  // dockview lays out in its own observer; the next frame is after that.
  const observer = new ResizeObserver(() => {
    frame ??= requestAnimationFrame(restore)
  })
  /** A hand that lets go of a border has chosen a width. */
  const letGo = (): void => {
    const width = api.getPanel('step')?.api.width
    if (width !== undefined && frame === undefined) wanted = width
  }

  observer.observe(place.box)
  addEventListener('pointerup', letGo)
  return {
    forget() {
      wanted = standard
    },
    stop() {
      observer.disconnect()
      removeEventListener('pointerup', letGo)
      if (frame !== undefined) cancelAnimationFrame(frame)
    },
  }
}

/** The width a person gave it; undefined while it has the sheet's. */
function wantedWidth(kept: Arrangement | undefined): number | undefined {
  const width = kept === undefined ? undefined : widthOf(kept, 'step')
  return width === kept?.standardWidth ? undefined : width
}
