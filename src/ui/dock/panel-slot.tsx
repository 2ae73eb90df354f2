import { useCallback } from 'react'
import type { PanelId } from '../panel-api.ts'
import { useDockParts } from './dock-context.ts'

/** A place on the screen that takes a panel's element in. */
export function PanelSlot({ id }: { readonly id: PanelId }) {
  const { hosts } = useDockParts()
  const take = useCallback(
    (slot: HTMLDivElement | null) => {
      if (slot !== null) hosts.moveInto(id, slot)
    },
    [hosts, id],
  )
  return <div ref={take} className="panel-slot" />
}

/** The same for the buttons of a panel, at the end of its tab strip. */
export function ActionsSlot({ id }: { readonly id: PanelId }) {
  const { hosts } = useDockParts()
  const take = useCallback(
    (slot: HTMLDivElement | null) => slot?.replaceChildren(hosts.actionsOf(id)),
    [hosts, id],
  )
  return <div ref={take} className="panel-actions-slot" />
}
