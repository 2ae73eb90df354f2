import { useDockParts, useLayout } from '../dock/dock-context.ts'
import { PanelSlot } from '../dock/panel-slot.tsx'
import { useText } from '../i18n/i18n.ts'

/** The timeline stands under everything at full width: the gutter is the rail's edge. */
export function TimelineRegion() {
  const t = useText()
  const { panels } = useDockParts()
  const openPanels = useLayout((state) => state.openPanels)
  return panels
    .filter((panel) => panel.place === 'bottom' && openPanels.includes(panel.id))
    .map((panel) => (
      <section key={panel.id} className="timeline-region" aria-label={t(panel.titleKey)}>
        <PanelSlot id={panel.id} />
      </section>
    ))
}
