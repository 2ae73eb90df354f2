import type { PanelDefinition } from '../panel-api.ts'
import type { Part } from './arrangement.ts'
import { useDockParts, useLayout } from './dock-context.ts'
import { TabGroupView } from './tab-strip.tsx'

/** The same picture as the dock's, drawn at once: the dock's code comes after the first picture of the world. */
export function StaticLayout() {
  const arrangement = useLayout((state) => state.arrangement)
  if (arrangement === undefined) return <StandardLayout />
  const { direction, root } = arrangement
  return (
    <div className={`static-dock static-${direction}`}>
      {root.parts.map((part, index) => (
        <PartView key={index} part={part} direction={direction === 'row' ? 'column' : 'row'} />
      ))}
    </div>
  )
}

/** One part of an arrangement; `direction` is that of a split inside it. */
function PartView({ part, direction }: { readonly part: Part; readonly direction: 'row' | 'column' }) {
  const { panels } = useDockParts()
  if (part.kind === 'tabs') {
    const behind = part.panels.flatMap((id) => panels.filter((panel) => panel.id === id))
    const front = behind.find(({ id }) => id === part.front)
    return front === undefined ? null : (
      <TabGroupView panels={behind} front={front} className="static-group-part" size={part.size} />
    )
  }
  return (
    <div className={`static-split static-${direction}`} style={{ flexGrow: part.size, flexBasis: 0 }}>
      {part.parts.map((inner, index) => (
        <PartView key={index} part={inner} direction={direction === 'row' ? 'column' : 'row'} />
      ))}
    </div>
  )
}

/** Nothing was moved yet: the centre, and the inspector right of it. */
function StandardLayout() {
  const { panels } = useDockParts()
  const openPanels = useLayout((state) => state.openPanels)
  const open = panels.filter((panel) => openPanels.includes(panel.id))
  return (
    <div className="static-dock static-row">
      <StandardGroup
        panels={open.filter(({ place }) => place === 'centre')}
        className="static-group-centre"
      />
      <StandardGroup panels={open.filter(({ place }) => place === 'right')} className="static-group-right" />
    </div>
  )
}

function StandardGroup(props: { readonly panels: readonly PanelDefinition[]; readonly className: string }) {
  const visible = useLayout((state) => state.visible)
  const front = props.panels.find((panel) => visible.includes(panel.id)) ?? props.panels[0]
  return front === undefined ? null : <TabGroupView {...props} front={front} />
}
