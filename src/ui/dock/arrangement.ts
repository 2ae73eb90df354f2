/** How the docked panels are arranged, as plain data: the fixed layout draws it, the dock is filled from it, the browser keeps it. */
import { isPanelId, type PanelId } from '../panel-api.ts'

/** Panels behind one strip of tabs. */
export interface TabGroup {
  readonly kind: 'tabs'
  /** Pixels along the split that it stands in. */
  readonly size: number
  readonly panels: readonly PanelId[]
  readonly front: PanelId
}

/** Parts beside or above each other; the splits inside run the other way. */
export interface Split {
  readonly kind: 'split'
  readonly size: number
  readonly parts: readonly Part[]
}

export type Part = TabGroup | Split

export interface Arrangement {
  /** Which way the outermost split runs. */
  readonly direction: 'row' | 'column'
  readonly width: number
  readonly height: number
  /** The inspector's width by the style sheet when this was kept: a width that was its standard stays the standard. */
  readonly standardWidth: number
  readonly root: Split
}

const PIXELS_MAX = 32_768
const DEPTH_MAX = 6

export function groupsOf(part: Part): readonly TabGroup[] {
  return part.kind === 'tabs' ? [part] : part.parts.flatMap(groupsOf)
}

/** The width of the part of a row that a panel stands in; undefined when nothing stands beside it, or it is not there. */
export function widthOf({ direction, root }: Arrangement, panel: PanelId): number | undefined {
  const inSplit = ({ parts }: Split, isRow: boolean): number | undefined => {
    const holder = parts.find((part) => groupsOf(part).some((group) => group.panels.includes(panel)))
    if (holder === undefined) return undefined
    const inner = holder.kind === 'split' ? inSplit(holder, !isRow) : undefined
    return inner ?? (isRow && parts.length > 1 ? holder.size : undefined)
  }
  return inSplit(root, direction === 'row')
}

/** Reads what was kept; anything that is not wholly an arrangement of these panels is not believed. */
export function parseArrangement(value: unknown, known: readonly PanelId[]): Arrangement | undefined {
  const direction = fieldOf(value, 'direction')
  const width = pixelsOf(value, 'width')
  const height = pixelsOf(value, 'height')
  const standardWidth = pixelsOf(value, 'standardWidth')
  const root = parsePart(fieldOf(value, 'root'), 0)
  if (direction !== 'row' && direction !== 'column') return undefined
  if (width === undefined || height === undefined || standardWidth === undefined) return undefined
  if (root?.kind !== 'split') return undefined
  const panels = groupsOf(root).flatMap((group) => group.panels)
  const areOurs = panels.every((panel) => known.includes(panel))
  if (!areOurs || new Set(panels).size !== panels.length) return undefined
  return { direction, width, height, standardWidth, root }
}

function parsePart(value: unknown, depth: number): Part | undefined {
  const size = pixelsOf(value, 'size')
  if (size === undefined || depth > DEPTH_MAX) return undefined
  return fieldOf(value, 'kind') === 'tabs' ? parseTabs(value, size) : parseSplit(value, size, depth)
}

function parseTabs(value: unknown, size: number): TabGroup | undefined {
  const panels = listOf(value, 'panels')?.filter(isPanelId) ?? []
  const front = panels.find((panel) => panel === fieldOf(value, 'front'))
  const isWhole = panels.length === listOf(value, 'panels')?.length
  return isWhole && front !== undefined ? { kind: 'tabs', size, panels, front } : undefined
}

function parseSplit(value: unknown, size: number, depth: number): Split | undefined {
  const given = listOf(value, 'parts')
  // Only the outermost split may be empty: every panel was closed.
  if (given === undefined || (given.length === 0 && depth > 0)) return undefined
  const parts = given.map((part) => parsePart(part, depth + 1)).filter((part) => part !== undefined)
  return parts.length === given.length ? { kind: 'split', size, parts } : undefined
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined
}

function listOf(value: unknown, name: string): readonly unknown[] | undefined {
  const found = fieldOf(value, name)
  return Array.isArray(found) && found.length <= 16 ? found : undefined
}

function pixelsOf(value: unknown, name: string): number | undefined {
  const found = fieldOf(value, name)
  return typeof found === 'number' && found >= 0 && found <= PIXELS_MAX ? found : undefined
}
