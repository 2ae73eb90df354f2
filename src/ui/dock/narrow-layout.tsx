import { type KeyboardEvent, lazy, Suspense, useEffect, useId, useRef } from 'react'
import { useText } from '../i18n/i18n.ts'
import type { PanelDefinition } from '../panel-api.ts'
import { Icon } from '../widgets/icon.tsx'
import { useDockParts, useLayout } from './dock-context.ts'
import { NothingOpen } from './nothing-open.tsx'
import { ActionsSlot, PanelSlot } from './panel-slot.tsx'
import { PanelTab } from './panel-tab.tsx'
import { TabGroupView } from './tab-strip.tsx'
import { useFirstPicture } from './use-first-picture.ts'

const PanelMenu = lazy(async () => ({ default: (await import('./panel-menu.tsx')).PanelMenu }))

/** A window of 900 pixels or less: the centre has the whole width, and the inspector slides over it when it is asked for. */
export function NarrowLayout() {
  const { panels } = useDockParts()
  const openPanels = useLayout((state) => state.openPanels)
  const front = useLayout((state) => state.front)
  const drawer = useLayout((state) => state.drawer)
  const isPainted = useFirstPicture()
  const id = useId()
  const centre = panels.filter((panel) => panel.place === 'centre' && openPanels.includes(panel.id))
  const inFront = centre.find((panel) => panel.id === front) ?? centre[0]
  const drawn = panels.find((panel) => panel.id === drawer)
  const ends = (
    <div className="dock-actions">
      {panels
        .filter((panel) => panel.place === 'right')
        .map((panel) => (
          <DrawerButton key={panel.id} panel={panel} drawerId={id} isOpen={panel.id === drawer} />
        ))}
      {isPainted && (
        <Suspense>
          <PanelMenu />
        </Suspense>
      )}
    </div>
  )
  return (
    <div className="static-dock static-row">
      {inFront === undefined ? (
        <div className="static-group static-group-centre">
          <div className="tab-strip tab-strip-end">{ends}</div>
          <NothingOpen />
        </div>
      ) : (
        <TabGroupView panels={centre} front={inFront} className="static-group-centre">
          {ends}
        </TabGroupView>
      )}
      {drawn !== undefined && <Drawer id={id} panel={drawn} />}
    </div>
  )
}

interface DrawerButtonProps {
  readonly panel: PanelDefinition
  readonly drawerId: string
  readonly isOpen: boolean
}

function DrawerButton({ panel, drawerId, isOpen }: DrawerButtonProps) {
  const t = useText()
  const { layout } = useDockParts()
  return (
    <button
      type="button"
      className="button drawer-button"
      aria-expanded={isOpen}
      aria-controls={isOpen ? drawerId : undefined}
      onClick={() => (isOpen ? layout.close(panel.id) : layout.open(panel.id))}
    >
      <PanelTab id={panel.id} title={t(panel.titleKey)} />
    </button>
  )
}

function Drawer({ id, panel }: { readonly id: string; readonly panel: PanelDefinition }) {
  const t = useText()
  const { layout } = useDockParts()
  const place = useRef<HTMLElement>(null)
  useEffect(() => place.current?.focus({ preventScroll: true }), [panel.id])

  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.preventDefault()
    layout.close(panel.id)
  }

  return (
    <section
      ref={place}
      id={id}
      className="drawer"
      tabIndex={-1}
      aria-label={t(panel.titleKey)}
      onKeyDown={press}
    >
      <div className="tab-strip">
        <h2 className="drawer-title grow">
          <PanelTab id={panel.id} title={t(panel.titleKey)} />
        </h2>
        <ActionsSlot id={panel.id} />
        <button
          type="button"
          className="icon-button"
          aria-label={t('dock.closeDrawer')}
          title={t('dock.closeDrawer')}
          onClick={() => layout.close(panel.id)}
        >
          <Icon name="close" size={14} />
        </button>
      </div>
      <PanelSlot id={panel.id} />
    </section>
  )
}
