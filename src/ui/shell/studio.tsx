import { lazy, Suspense } from 'react'
import { useLayout } from '../dock/dock-context.ts'
import { PanelPortals } from '../dock/panel-portals.tsx'
import { StaticLayout } from '../dock/static-layout.tsx'
import { useFirstPicture } from '../dock/use-first-picture.ts'
import { useIsPainted } from '../session/use-is-painted.ts'
import { useSession } from '../session/session-context.ts'
import { Banner } from './banner.tsx'
import { BootView } from './boot-view.tsx'
import { Header } from './header.tsx'
import { Rail } from './rail.tsx'
import { TimelineRegion } from './timeline-region.tsx'
import { Transport } from './transport.tsx'
import '../dock/dock.css'
import './studio.css'

const Later = lazy(async () => ({ default: (await import('./later.tsx')).Later }))
const NarrowLayout = lazy(async () => ({
  default: (await import('../dock/narrow-layout.tsx')).NarrowLayout,
}))
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
      <Floating />
    </div>
  )
}

/** The fixed layout until the first picture is on the screen and the dock's code is here; then the dock, in place. A narrow window needs none. */
function Panels() {
  const isPainted = useFirstPicture()
  const hasFailed = useSession((state) => state.phase === 'failed')
  const isNarrow = useLayout((state) => state.isNarrow)
  if (hasFailed) return null
  if (isNarrow)
    return (
      <Suspense>
        <NarrowLayout />
      </Suspense>
    )
  if (!isPainted) return <StaticLayout />
  return (
    <Suspense fallback={<StaticLayout />}>
      <Dock />
    </Suspense>
  )
}

/** Notices and dialogs, once the first picture is there or there will be none. */
function Floating() {
  const isPainted = useIsPainted()
  return (
    isPainted && (
      <Suspense>
        <Later />
      </Suspense>
    )
  )
}
