/** Shapes of the ten tones in a 16 × 16 box. Tone 4 is a ring and is stroked, every other one is filled. */
export const GLYPH_PATHS: readonly string[] = [
  '',
  'M5 3.5l7 4.5-7 4.5z',
  'M8 2.8l5.2 5.2L8 13.2 2.8 8z',
  'M4 4h8v8H4z',
  '',
  'M6.5 3h3v3.5H13v3H9.500V13h-3V9.500H3v-3h3.500z',
  'M4.2 3L8 6.800 11.800 3 13 4.200 9.200 8l3.800 3.800-1.200 1.200L8 9.200 4.200 13 3 11.800 6.800 8 3 4.200z',
  'M8 2.600l4.700 2.700v5.400L8 13.400l-4.700-2.700V5.300z',
  'M8 3l5.200 9.500H2.800z',
  'M4.200 14V2.600H13l-2.300 3.200L13 9H6v5z',
  'M6.800 2.500h2.400v11H6.800z',
]

export const RING_TONE = 4

const BOX = 16
const paths = new Map<number, Path2D>()

export interface GlyphPlace {
  /** Centre. */
  readonly x: number
  readonly y: number
  /** Edge of the box, in canvas units. */
  readonly size: number
}

/** Draws the shape of a tone on a canvas in one colour. */
export function drawGlyph(
  context: CanvasRenderingContext2D,
  tone: number,
  place: GlyphPlace,
  colour: string,
): void {
  const scale = place.size / BOX
  context.save()
  context.translate(place.x - place.size / 2, place.y - place.size / 2)
  context.scale(scale, scale)
  if (tone === RING_TONE) {
    context.strokeStyle = colour
    context.lineWidth = 3
    context.beginPath()
    context.arc(8, 8, 4.5, 0, Math.PI * 2)
    context.stroke()
  } else {
    const path = paths.get(tone) ?? new Path2D(GLYPH_PATHS[tone] ?? '')
    paths.set(tone, path)
    context.fillStyle = colour
    context.fill(path)
  }
  context.restore()
}
