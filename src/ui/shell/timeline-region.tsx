import { useLayoutEffect, useRef } from 'react'
import { useDockParts, useLayout } from '../dock/dock-context.ts'
import { PanelSlot } from '../dock/panel-slot.tsx'
import { useText } from '../i18n/i18n.ts'
import type { PanelDefinition } from '../panel-api.ts'
import { TimelineResizer } from './timeline-resizer.tsx'

/** The timeline stands under everything at full width: the gutter is the rail's edge. */
export function TimelineRegion() {
  const { panels } = useDockParts()
  const openPanels = useLayout((state) => state.openPanels)
  return panels
    .filter((panel) => panel.place === 'bottom' && openPanels.includes(panel.id))
    .map((panel) => <BottomPanel key={panel.id} panel={panel} />)
}

function BottomPanel({ panel }: { readonly panel: PanelDefinition }) {
  const t = useText()
  const place = useRef<HTMLElement>(null)
  const height = useLayout((state) => state.timelineHeight)
  useLayoutEffect(() => {
    // A custom property: the sheet has the standard height, and the last word in a low window.
    if (height === undefined) place.current?.style.removeProperty('--h-timeline')
    else place.current?.style.setProperty('--h-timeline', `${height}px`)
  }, [height])
  return (
    <section ref={place} className="timeline-region" aria-label={t(panel.titleKey)}>
      <TimelineResizer region={place} height={height} />
      <PanelSlot id={panel.id} />
    </section>
  )
}
