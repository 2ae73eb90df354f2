import { lazy, Suspense, useLayoutEffect, useRef } from 'react'
import { useDockParts, useLayout } from '../dock/dock-context.ts'
import { PanelSlot } from '../dock/panel-slot.tsx'
import { useText } from '../i18n/i18n.ts'
import type { PanelDefinition } from '../panel-api.ts'
import { useIsPainted } from '../session/use-is-painted.ts'

const TimelineResizer = lazy(async () => ({
  default: (await import('./timeline-resizer.tsx')).TimelineResizer,
}))

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
  const isPainted = useIsPainted()
  const height = useLayout((state) => state.timelineHeight)
  useLayoutEffect(() => {
    // A custom property: the sheet has the standard height, and the last word in a low window.
    if (height === undefined) place.current?.style.removeProperty('--h-timeline')
    else place.current?.style.setProperty('--h-timeline', `${height}px`)
  }, [height])
  return (
    <section ref={place} className="timeline-region" aria-label={t(panel.titleKey)}>
      {isPainted && (
        <Suspense>
          <TimelineResizer region={place} height={height} />
        </Suspense>
      )}
      <PanelSlot id={panel.id} />
    </section>
  )
}
