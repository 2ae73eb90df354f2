import type { DockviewApi } from 'dockview-react'

export interface InspectorPlace {
  readonly box: HTMLElement
  inspectorWidth(): number
}

/** When the window changes, the centre gives way: the inspector keeps the width a person gave it, or the sheet's. */
export function keepInspectorWidth(api: DockviewApi, place: InspectorPlace): () => void {
  let standard = place.inspectorWidth()
  let wanted = standard
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
  return () => {
    observer.disconnect()
    removeEventListener('pointerup', letGo)
    if (frame !== undefined) cancelAnimationFrame(frame)
  }
}
