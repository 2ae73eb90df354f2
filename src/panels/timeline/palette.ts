import type { CanvasTokens } from '../../ui/theme/canvas-tokens.ts'
import { drawGlyph } from '../../ui/widgets/glyph-paths.ts'
import { createRamp, type Mask, mixRgb, packRgb, type Rgb } from './pixels.ts'
import type { Palette } from './scene.ts'

/** Ink of the density strip: structure, not data. */
const DENSITY_INK = { dark: 0.85, light: 0.75 }

const GLYPH_PX = 11
const LANE_TONES = 10

/** Tokens are written `#rgb` or `#rrggbb`; anything else is drawn as mid grey rather than not at all. */
export function parseColour(text: string): Rgb {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text)
  const digits =
    short === null
      ? (/^#([0-9a-f]{6})/i.exec(text)?.[1] ?? '808080')
      : short
          .slice(1)
          .flatMap((digit) => [digit, digit])
          .join('')
  const value = Number.parseInt(digits, 16)
  return { r: value >> 16, g: (value >> 8) & 255, b: value & 255 }
}

export function createPalette(tokens: CanvasTokens): Palette {
  const ground = parseColour(tokens.bgCanvas)
  const density = mixRgb(
    ground,
    parseColour(tokens.ink4),
    tokens.isDark ? DENSITY_INK.dark : DENSITY_INK.light,
  )
  return {
    tokens,
    ground: packRgb(ground),
    rowLine: packRgb(parseColour(tokens.line1)),
    laneRamps: tokens.lanes.map((lane) => createRamp(ground, parseColour(lane))),
    density: createRamp(ground, density),
  }
}

/** The shape of each tone as coverage, at the size of a lane's marks. */
export function createMasks(ratio: number): readonly (Mask | undefined)[] {
  const size = Math.ceil(GLYPH_PX * ratio)
  const canvas = document.createElement('canvas')
  canvas.width = size
  canvas.height = size
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (pen === null) return []
  return Array.from({ length: LANE_TONES + 1 }, (_, tone) => {
    if (tone === 0) return undefined
    pen.clearRect(0, 0, size, size)
    drawGlyph(pen, tone, { x: size / 2, y: size / 2, size }, 'black')
    const { data } = pen.getImageData(0, 0, size, size)
    return { size, alpha: Uint8ClampedArray.from({ length: size * size }, (__, at) => data[at * 4 + 3] ?? 0) }
  })
}
