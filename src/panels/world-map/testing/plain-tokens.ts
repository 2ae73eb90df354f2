import type { CanvasTokens } from '../../../ui/theme/canvas-tokens.ts'

const ink = 'black'

/** Tokens for questions that no colour answers. */
export const plainTokens: CanvasTokens = {
  isDark: true,
  bgCanvas: ink,
  bgApp: ink,
  bgPanel: ink,
  bgRaised: ink,
  bgHover: ink,
  bgActive: ink,
  line1: ink,
  line2: ink,
  line3: ink,
  ink1: ink,
  ink2: ink,
  ink3: ink,
  ink4: ink,
  time: ink,
  timeSoft: ink,
  onTime: ink,
  accent: ink,
  accentSoft: ink,
  onSolid: ink,
  danger: ink,
  dangerSoft: ink,
  warning: ink,
  positive: ink,
  differs: ink,
  lanes: [],
  fontUi: 'sans-serif',
  fontMono: 'monospace',
}
