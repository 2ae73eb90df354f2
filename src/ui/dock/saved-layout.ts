/** The layout as the browser keeps it. What is read back may be of another build or of anybody: it is checked whole. */
import { isPanelId, PANEL_IDS, type PanelId } from '../panel-api.ts'
import { readSaved, save } from '../saved.ts'
import { type Arrangement, groupsOf, parseArrangement } from './arrangement.ts'

export interface KeptLayout {
  readonly openPanels: readonly PanelId[]
  /** The tab in front in the centre. */
  readonly front: PanelId
  /** Where the panels of the dock stand; the standard places while a person has moved nothing. */
  readonly arrangement: Arrangement | undefined
  /** Pixels that a person gave the timeline; the style sheet's height while undefined. */
  readonly timelineHeight: number | undefined
}

const VERSION = 1
const NAME = 'layout'
const HEIGHT_MAX = 4096
const DOCKED = PANEL_IDS.filter((id) => id !== 'timeline')

export function writeLayout({ openPanels, front, arrangement, timelineHeight }: KeptLayout): void {
  save('browser', NAME, JSON.stringify({ version: VERSION, openPanels, front, arrangement, timelineHeight }))
}

/** Undefined when nothing was kept, or nothing that can be believed. */
export function readLayout(): KeptLayout | undefined {
  const text = readSaved('browser', NAME)
  if (text === undefined) return undefined
  try {
    return parseLayout(JSON.parse(text))
  } catch {
    return undefined
  }
}

export function parseLayout(value: unknown): KeptLayout | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const kept: Readonly<Record<string, unknown>> = { ...value }
  const openPanels = parsePanels(kept['openPanels'])
  const front = kept['front']
  if (kept['version'] !== VERSION || openPanels === undefined || !isPanelId(front)) return undefined
  const arrangement = parseArrangement(kept['arrangement'], DOCKED)
  if (kept['arrangement'] !== undefined && arrangement === undefined) return undefined
  const arranged =
    arrangement === undefined ? undefined : groupsOf(arrangement.root).flatMap(({ panels }) => panels)
  const docked = openPanels.filter((id) => id !== 'timeline')
  const agree =
    arranged === undefined ||
    (arranged.length === docked.length && docked.every((id) => arranged.includes(id)))
  if (!agree) return undefined
  return { openPanels, front, arrangement, timelineHeight: parseHeight(kept['timelineHeight']) }
}

function parsePanels(value: unknown): readonly PanelId[] | undefined {
  if (!Array.isArray(value)) return undefined
  const panels = PANEL_IDS.filter((id) => value.includes(id))
  return panels.length === value.length ? panels : undefined
}

function parseHeight(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 && value <= HEIGHT_MAX ? value : undefined
}
