/** One colour as four bytes, 0–255. */
export interface Rgb {
  readonly r: number
  readonly g: number
  readonly b: number
}

/** Shades between a ground and a tone, packed for a pixel buffer: 0 is the ground, 255 the tone. */
export type Ramp = Uint32Array

/** A shape as coverage, 0–255 a pixel, row by row. */
export interface Mask {
  readonly size: number
  readonly alpha: Uint8ClampedArray
}

/** Places and sizes in device pixels. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1

export function packRgb({ r, g, b }: Rgb): number {
  return (
    (isLittleEndian ? (255 << 24) | (b << 16) | (g << 8) | r : (r << 24) | (g << 16) | (b << 8) | 255) >>> 0
  )
}

export function mixRgb(from: Rgb, to: Rgb, share: number): Rgb {
  const mix = (a: number, b: number): number => Math.round(a + (b - a) * share)
  return { r: mix(from.r, to.r), g: mix(from.g, to.g), b: mix(from.b, to.b) }
}

export function createRamp(ground: Rgb, tone: Rgb): Ramp {
  return Uint32Array.from({ length: 256 }, (_, alpha) => packRgb(mixRgb(ground, tone, alpha / 255)))
}

/**
 * Opaque pixels, written directly. Ten thousand marks through a canvas context cost tens of milliseconds in a software
 * raster; through here they cost one.
 */
export class PixelBuffer {
  readonly width: number
  readonly height: number
  readonly #words: Uint32Array
  readonly image: ImageData

  constructor(image: ImageData) {
    this.image = image
    this.width = image.width
    this.height = image.height
    this.#words = new Uint32Array(image.data.buffer, image.data.byteOffset, image.width * image.height)
  }

  clear(colour: number): void {
    this.#words.fill(colour)
  }

  row(y: number, colour: number): void {
    if (y >= 0 && y < this.height) this.#words.fill(colour, y * this.width, (y + 1) * this.width)
  }

  /** A filled box whose last column may be covered in part: `box.width` 1.6 is one full pixel and one at 60 %. */
  bar(box: Box, ramp: Ramp): void {
    const solid = ramp[255] ?? 0
    const full = Math.floor(box.width + 1e-6)
    const rest = Math.round((box.width - full) * 255)
    const from = Math.max(0, box.x)
    const to = Math.min(this.width, box.x + full)
    const top = Math.max(0, box.y)
    const bottom = Math.min(this.height, box.y + box.height)
    const edge = box.x + full
    const hasEdge = rest > 0 && edge >= 0 && edge < this.width
    const soft = ramp[rest] ?? solid
    for (let y = top; y < bottom; y++) {
      const line = y * this.width
      for (let x = from; x < to; x++) this.#words[line + x] = solid
      if (hasEdge && this.#words[line + edge] !== solid) this.#words[line + edge] = soft
    }
  }

  /** Where shapes overlap the heavier coverage stays. */
  stamp(mask: Mask, at: { readonly x: number; readonly y: number }, ramp: Ramp): void {
    const solid = ramp[255] ?? 0
    for (let row = 0; row < mask.size; row++) {
      const y = at.y + row
      if (y < 0 || y >= this.height) continue
      for (let column = 0; column < mask.size; column++) {
        const alpha = mask.alpha[row * mask.size + column] ?? 0
        const x = at.x + column
        if (alpha === 0 || x < 0 || x >= this.width) continue
        const place = y * this.width + x
        if (this.#words[place] !== solid) this.#words[place] = ramp[alpha] ?? solid
      }
    }
  }

  at(x: number, y: number): number {
    return this.#words[y * this.width + x] ?? 0
  }
}
