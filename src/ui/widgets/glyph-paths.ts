/** Shapes of the ten tones in a 16 × 16 box. Tone 4 is a ring and is stroked, every other one is filled. */
export const GLYPH_PATHS: readonly string[] = [
  '',
  'M5 3.5l7 4.5-7 4.5z',
  'M8 2.8l5.2 5.2L8 13.2 2.8 8z',
  'M4 4h8v8H4z',
  '',
  'M6.5 3h3v3.5H13v3H9.5V13h-3V9.5H3v-3h3.5z',
  'M4.2 3L8 6.8 11.8 3 13 4.2 9.2 8l3.8 3.8-1.2 1.2L8 9.2 4.2 13 3 11.8 6.8 8 3 4.2z',
  'M8 2.6l4.7 2.7v5.4L8 13.4l-4.7-2.7V5.3z',
  'M8 3l5.2 9.5H2.8z',
  'M4.2 14V2.6H13l-2.3 3.2L13 9H6v5z',
  'M6.8 2.5h2.4v11H6.8z',
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
