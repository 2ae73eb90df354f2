/** The arrangement in the words of dockview, and back. */
import { Orientation, type SerializedDockview } from 'dockview-react'
import { isPanelId, type PanelDefinition } from '../panel-api.ts'
import type { Arrangement, Part, Split } from './arrangement.ts'

type SerializedNode = SerializedDockview['grid']['root']

/** Narrower than this a panel shows nothing of use. */
export const GROUP_WIDTH_MIN = 240
export const GROUP_HEIGHT_MIN = 120

export interface NamedPanel {
  readonly panel: PanelDefinition
  readonly title: string
}

export function toDockview(arrangement: Arrangement, panels: readonly NamedPanel[]): SerializedDockview {
  const { direction, width, height, root } = arrangement
  let groups = 0
  const nodeOf = (part: Part): SerializedNode => {
    if (part.kind === 'split') return { type: 'branch', size: part.size, data: part.parts.map(nodeOf) }
    groups += 1
    const data = { id: String(groups), views: [...part.panels], activeView: part.front }
    return { type: 'leaf', size: part.size, data }
  }
  const states = panels.map(({ panel, title }) => {
    const state = { id: panel.id, contentComponent: 'panel', title }
    return [panel.id, { ...state, minimumWidth: GROUP_WIDTH_MIN, minimumHeight: GROUP_HEIGHT_MIN }] as const
  })
  const orientation = direction === 'row' ? Orientation.HORIZONTAL : Orientation.VERTICAL
  return { grid: { root: nodeOf(root), width, height, orientation }, panels: Object.fromEntries(states) }
}

export function fromDockview({ grid }: SerializedDockview, standardWidth: number): Arrangement {
  const { width, height, orientation, root } = grid
  const part = partOf(root)
  const whole: Split =
    part?.kind === 'split' ? part : { kind: 'split', size: height, parts: part === undefined ? [] : [part] }
  return {
    direction: orientation === Orientation.HORIZONTAL ? 'row' : 'column',
    width,
    height,
    standardWidth,
    root: whole,
  }
}

function partOf({ data, size = 0 }: SerializedNode): Part | undefined {
  if (Array.isArray(data)) {
    return { kind: 'split', size, parts: data.map(partOf).filter((part) => part !== undefined) }
  }
  if (!('views' in data)) return undefined
  const panels = data.views.filter(isPanelId)
  const front = panels.find((panel) => panel === data.activeView) ?? panels[0]
  return front === undefined ? undefined : { kind: 'tabs', size, panels, front }
}
