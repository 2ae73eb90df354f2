import { type ReactNode, useContext } from 'react'
import { createPortal } from 'react-dom'
import { PanelPlaceContext, useDockParts } from './dock-context.ts'

/** Puts a panel's own buttons at the right end of its tab strip, wherever the panel stands. */
export function PanelActions({ children }: { readonly children: ReactNode }) {
  const place = useContext(PanelPlaceContext)
  const { hosts } = useDockParts()
  return place === undefined ? children : createPortal(children, hosts.actionsOf(place.id))
}
