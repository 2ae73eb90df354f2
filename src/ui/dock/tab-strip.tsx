import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react'
import { useText } from '../i18n/i18n.ts'
import type { PanelDefinition, PanelId } from '../panel-api.ts'
import { useDockParts } from './dock-context.ts'
import { ActionsSlot, PanelSlot } from './panel-slot.tsx'
import { PanelTab } from './panel-tab.tsx'

interface TabGroupViewProps {
  readonly panels: readonly PanelDefinition[]
  readonly front: PanelDefinition
  readonly className: string
  /** Pixels beside or above others; the style sheet says while undefined. */
  readonly size?: number
  /** What stands at the end of the strip, after the panel's own buttons. */
  readonly children?: ReactNode
}

/** Panels behind tabs, drawn without the dock. The region carries the name of the panel in front. */
export function TabGroupView({ panels, front, className, size, children }: TabGroupViewProps) {
  const t = useText()
  return (
    <section
      className={`static-group ${className}`}
      style={size === undefined ? undefined : { flexGrow: size, flexBasis: 0 }}
      aria-label={t(front.titleKey)}
    >
      <div className="tab-strip">
        <Tabs panels={panels} front={front.id} />
        <ActionsSlot key={front.id} id={front.id} />
        {children}
      </div>
      <PanelSlot key={front.id} id={front.id} />
    </section>
  )
}

function Tabs({ panels, front }: { readonly panels: readonly PanelDefinition[]; readonly front: PanelId }) {
  const t = useText()
  const { layout } = useDockParts()
  const list = useRef<HTMLDivElement>(null)
  const name = useId()

  const press = (event: KeyboardEvent): void => {
    const at = panels.findIndex(({ id }) => id === front)
    const next = panels[placeAfter(event.key, at, panels.length)]
    if (next === undefined) return
    event.preventDefault()
    layout.open(next.id)
    list.current?.querySelector<HTMLElement>(`#${CSS.escape(`${name}${next.id}`)}`)?.focus()
  }

  return (
    <div ref={list} className="tabs" role="tablist" aria-label={t('dock.label')} onKeyDown={press}>
      {panels.map((panel) => (
        <button
          key={panel.id}
          id={`${name}${panel.id}`}
          type="button"
          role="tab"
          className="tab"
          aria-selected={panel.id === front}
          tabIndex={panel.id === front ? 0 : -1}
          onClick={() => layout.open(panel.id)}
        >
          <PanelTab id={panel.id} title={t(panel.titleKey)} />
        </button>
      ))}
    </div>
  )
}

/** Which tab a key goes to; −1 for keys that are not the strip's. */
function placeAfter(key: string, at: number, count: number): number {
  if (key === 'ArrowRight') return (at + 1) % count
  if (key === 'ArrowLeft') return (at + count - 1) % count
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : -1
}
