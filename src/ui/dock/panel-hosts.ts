/**
 * One element per panel for as long as the page lives. The fixed layout, and later the dock, only take the element into
 * their place: a panel is mounted once, its canvas keeps its pixels, and its lists keep where they were scrolled to.
 */
import type { PanelId } from '../panel-api.ts'

export interface PanelHosts {
  hostOf(id: PanelId): HTMLElement
  /** Where the panel's own buttons are drawn. */
  actionsOf(id: PanelId): HTMLElement
  /** Puts the host into `slot` and its lists back to where they were. */
  moveInto(id: PanelId, slot: HTMLElement): void
}

export function createPanelHosts(): PanelHosts {
  const hosts = new Map<PanelId, HTMLElement>()
  const actions = new Map<PanelId, HTMLElement>()
  const scrolled = new Map<Element, { readonly top: number; readonly left: number }>()

  const hostOf = (id: PanelId): HTMLElement => {
    const known = hosts.get(id)
    if (known !== undefined) return known
    const host = document.createElement('div')
    host.className = 'panel-host'
    host.dataset['panel'] = id
    const remember = ({ target }: Event): void => {
      if (target instanceof Element && host.isConnected)
        scrolled.set(target, { top: target.scrollTop, left: target.scrollLeft })
    }
    host.addEventListener('scroll', remember, { capture: true, passive: true })
    hosts.set(id, host)
    return host
  }

  const actionsOf = (id: PanelId): HTMLElement => {
    const known = actions.get(id)
    if (known !== undefined) return known
    const element = document.createElement('div')
    element.className = 'panel-actions'
    actions.set(id, element)
    return element
  }

  return {
    hostOf,
    actionsOf,
    moveInto(id, slot) {
      const host = hostOf(id)
      if (host.parentElement === slot) return
      slot.append(host)
      for (const [element, { top, left }] of scrolled) {
        if (!host.contains(element)) continue
        element.scrollTop = top
        element.scrollLeft = left
      }
    },
  }
}
