import { type ComponentType, lazy, memo, Suspense, useMemo, useState } from 'react'
import { createPortal } from 'react-dom'
import { useText } from '../i18n/i18n.ts'
import { withWords } from '../i18n/with-words.ts'
import type { PanelDefinition, PanelId } from '../panel-api.ts'
import { ProgressBar } from '../widgets/progress-bar.tsx'
import { usePatienceOver } from '../widgets/use-delayed.ts'
import { PanelPlaceContext, useDockParts, useLayout } from './dock-context.ts'
import { PanelFence } from './panel-fence.tsx'
import { useFirstPicture } from './use-first-picture.ts'

/**
 * Draws every panel that was ever in front, each into its own element, wherever that element stands now. Until the map
 * has painted, only the map: the code of the others must not stand before the first picture.
 */
export function PanelPortals() {
  const { panels } = useDockParts()
  const visible = useLayout((state) => state.visible)
  const openPanels = useLayout((state) => state.openPanels)
  const isPainted = useFirstPicture()
  const [seen, setSeen] = useState<readonly PanelId[]>([])
  const wanted = isPainted ? visible : visible.filter((id) => id === 'world-map')
  const unseen = wanted.filter((id) => !seen.includes(id))
  if (unseen.length > 0) setSeen([...seen, ...unseen])
  return panels
    .filter(({ id }) => seen.includes(id) && openPanels.includes(id))
    .map((panel) => <PanelPortal key={panel.id} panel={panel} isVisible={visible.includes(panel.id)} />)
}

function PanelPortal({ panel, isVisible }: { readonly panel: PanelDefinition; readonly isVisible: boolean }) {
  const { hosts } = useDockParts()
  const place = useMemo(() => ({ id: panel.id, isVisible }), [panel.id, isVisible])
  return createPortal(
    <PanelPlaceContext value={place}>
      <PanelFence>
        <Suspense fallback={<PanelLoading />}>
          <PanelBody Body={bodyOf(panel)} />
        </Suspense>
      </PanelFence>
    </PanelPlaceContext>,
    hosts.hostOf(panel.id),
    panel.id,
  )
}

const PanelBody = memo(function PanelBody({ Body }: { readonly Body: ComponentType }) {
  return <Body />
})

const bodies = new Map<PanelId, ComponentType>()

/** One lazy component per panel: a new one on each render would mount the panel anew. */
function bodyOf(panel: PanelDefinition): ComponentType {
  const known = bodies.get(panel.id)
  if (known !== undefined) return known
  // The map is the first picture: its words are there from the start.
  const load = (): ReturnType<typeof panel.load> =>
    panel.id === 'world-map' ? panel.load() : withWords(() => panel.load())
  const Body = lazy(async () => ({ default: (await load()).Panel }))
  bodies.set(panel.id, Body)
  return Body
}

function PanelLoading() {
  const t = useText()
  const isLong = usePatienceOver(true)
  return (
    <div className="panel-loading">
      {isLong && <ProgressBar label={t('boot.starting')} progress={undefined} />}
    </div>
  )
}
