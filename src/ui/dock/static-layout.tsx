import { useText } from '../i18n/i18n.ts'
import type { PanelDefinition } from '../panel-api.ts'
import { useDockParts, useLayout } from './dock-context.ts'
import { ActionsSlot, PanelSlot } from './panel-slot.tsx'
import { PanelTab } from './panel-tab.tsx'

/** The same picture as the dock's, drawn at once: the dock's code comes after the first picture of the world. */
export function StaticLayout() {
  const { panels } = useDockParts()
  const openPanels = useLayout((state) => state.openPanels)
  const open = panels.filter((panel) => openPanels.includes(panel.id))
  const centre = open.filter((panel) => panel.place === 'centre')
  const right = open.filter((panel) => panel.place === 'right')
  return (
    <div className="static-dock">
      {centre.length > 0 && <StaticGroup panels={centre} className="static-group-centre" />}
      {right.length > 0 && <StaticGroup panels={right} className="static-group-right" />}
    </div>
  )
}

function StaticGroup(props: { readonly panels: readonly PanelDefinition[]; readonly className: string }) {
  const t = useText()
  const { layout } = useDockParts()
  const visible = useLayout((state) => state.visible)
  const front = props.panels.find((panel) => visible.includes(panel.id)) ?? props.panels[0]
  if (front === undefined) return null
  return (
    <section className={`static-group ${props.className}`} aria-label={t(front.titleKey)}>
      <div className="tab-strip">
        <div className="tabs" role="tablist" aria-label={t('dock.label')}>
          {props.panels.map((panel) => (
            <button
              key={panel.id}
              type="button"
              role="tab"
              className="tab"
              aria-selected={panel.id === front.id}
              tabIndex={panel.id === front.id ? 0 : -1}
              onClick={() => layout.open(panel.id)}
            >
              <PanelTab id={panel.id} title={t(panel.titleKey)} />
            </button>
          ))}
        </div>
        <ActionsSlot key={front.id} id={front.id} />
      </div>
      <PanelSlot key={front.id} id={front.id} />
    </section>
  )
}
