/** Design tokens as strings a canvas can use, read from the page once per theme. */
import { useSyncExternalStore } from 'react'

export interface CanvasTokens {
  readonly isDark: boolean
  readonly bgCanvas: string
  readonly bgApp: string
  readonly bgPanel: string
  readonly bgRaised: string
  readonly bgHover: string
  readonly bgActive: string
  readonly line1: string
  readonly line2: string
  readonly line3: string
  readonly ink1: string
  readonly ink2: string
  readonly ink3: string
  readonly ink4: string
  readonly time: string
  readonly timeSoft: string
  /** Ink on a brass ground. */
  readonly onTime: string
  readonly accent: string
  readonly accentSoft: string
  readonly onSolid: string
  readonly danger: string
  readonly dangerSoft: string
  readonly warning: string
  readonly positive: string
  readonly differs: string
  /** `lanes[tone]`, tone 1–10; index 0 is the tone of "nothing yet". */
  readonly lanes: readonly string[]
  /** Font stacks without a size: `600 11px ${fontUi}`. */
  readonly fontUi: string
  readonly fontMono: string
}

const LANE_COUNT = 10

function readTokens(): CanvasTokens {
  const style = getComputedStyle(document.documentElement)
  const value = (name: string): string => style.getPropertyValue(`--${name}`).trim()
  const lanes = [value('ink-3')]
  for (let tone = 1; tone <= LANE_COUNT; tone += 1) lanes.push(value(`lane-${tone}`))
  const isDark = style.colorScheme === 'dark'
  return {
    isDark,
    bgCanvas: value('bg-canvas'),
    bgApp: value('bg-app'),
    bgPanel: value('bg-panel'),
    bgRaised: value('bg-raised'),
    bgHover: value('bg-hover'),
    bgActive: value('bg-active'),
    line1: value('line-1'),
    line2: value('line-2'),
    line3: value('line-3'),
    ink1: value('ink-1'),
    ink2: value('ink-2'),
    ink3: value('ink-3'),
    ink4: value('ink-4'),
    time: value('time'),
    timeSoft: value('time-soft'),
    onTime: isDark ? value('bg-canvas') : value('bg-raised'),
    accent: value('accent'),
    accentSoft: value('accent-soft'),
    onSolid: value('on-solid'),
    danger: value('danger'),
    dangerSoft: value('danger-soft'),
    warning: value('warning'),
    positive: value('positive'),
    differs: value('differs'),
    lanes,
    fontUi: value('font-ui'),
    fontMono: value('font-mono'),
  }
}

let cached: CanvasTokens | undefined

/** The tokens of the theme in force. */
export function canvasTokens(): CanvasTokens {
  cached ??= readTokens()
  return cached
}

const listeners = new Set<() => void>()

function themeChanged(): void {
  cached = undefined
  for (const listener of listeners) listener()
}

function startWatching(): void {
  new MutationObserver(themeChanged).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme'],
  })
  for (const query of ['(prefers-color-scheme: light)', '(prefers-contrast: more)']) {
    matchMedia(query).addEventListener('change', themeChanged)
  }
}

let isWatching = false

/** Calls back after every change of theme or contrast; returns how to stop. */
export function onThemeChange(onChange: () => void): () => void {
  if (!isWatching) startWatching()
  isWatching = true
  listeners.add(onChange)
  return () => listeners.delete(onChange)
}

/** Tokens for drawing; a new object after each change of theme, so that it can stand in a dependency list. */
export function useCanvasTokens(): CanvasTokens {
  return useSyncExternalStore(onThemeChange, canvasTokens)
}
