import { lazy, Suspense } from 'react'
import { useLayout } from '../dock/dock-context.ts'
import { NarrowLayout } from '../dock/narrow-layout.tsx'
import { PanelPortals } from '../dock/panel-portals.tsx'
import { StaticLayout } from '../dock/static-layout.tsx'
import { useFirstPicture } from '../dock/use-first-picture.ts'
import { useSession } from '../session/session-context.ts'
import { Banner } from './banner.tsx'
import { BootView } from './boot-view.tsx'
import { DropOverlay } from './drop-overlay.tsx'
import { Header } from './header.tsx'
import { NoticesView } from './notices-view.tsx'
import { PositionAnnouncer } from './position-announcer.tsx'
import { Rail } from './rail.tsx'
import { RefusedFile } from './refused-file.tsx'
import { TimelineRegion } from './timeline-region.tsx'
import { Transport } from './transport.tsx'
import '../dock/dock.css'
import './studio.css'

const Dock = lazy(async () => ({ default: (await import('../dock/dock.tsx')).Dock }))

/** The window: header, rail and docked panels, timeline and transport. */
export function Studio() {
  return (
    <div className="studio">
      <Header />
      <Banner />
      <div className="studio-middle">
        <Rail />
        <main className="studio-panels">
          <Panels />
          <BootView />
        </main>
      </div>
      <TimelineRegion />
      <Transport />
      <PanelPortals />
      <PositionAnnouncer />
      <NoticesView />
      <DropOverlay />
      <RefusedFile />
    </div>
  )
}

/** The fixed layout until the first picture is on the screen and the dock's code is here; then the dock, in place. A narrow window needs none. */
function Panels() {
  const isPainted = useFirstPicture()
  const hasFailed = useSession((state) => state.phase === 'failed')
  const isNarrow = useLayout((state) => state.isNarrow)
  if (hasFailed) return null
  if (isNarrow) return <NarrowLayout />
  if (!isPainted) return <StaticLayout />
  return (
    <Suspense fallback={<StaticLayout />}>
      <Dock />
    </Suspense>
  )
}
