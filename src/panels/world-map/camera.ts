/** Where the map looks: a point of the world in the middle and a scale. Centimetres in the world, CSS pixels on screen. */

export interface Camera {
  readonly centreX: number
  readonly centreY: number
  /** Pixels per centimetre. */
  readonly scale: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Bounds {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

export const KM = 100_000

/** Free space around everything when the map fits itself. */
const FIT_MARGIN = { x: 56, top: 44, bottom: 40 }
/** A world of one point still gets this much ground, in centimetres. */
const SPAN_MIN = 2 * KM
const SCALE_MIN = 1e-7
const SCALE_MAX = 0.05

function clampScale(scale: number): number {
  return Math.min(SCALE_MAX, Math.max(SCALE_MIN, scale))
}

export function fit(bounds: Bounds, size: Size): Camera {
  const width = Math.max(SPAN_MIN, bounds.right - bounds.left)
  const height = Math.max(SPAN_MIN, bounds.bottom - bounds.top)
  const freeWidth = Math.max(40, size.width - 2 * FIT_MARGIN.x)
  const freeHeight = Math.max(40, size.height - FIT_MARGIN.top - FIT_MARGIN.bottom)
  const scale = clampScale(Math.min(freeWidth / width, freeHeight / height))
  return {
    centreX: (bounds.left + bounds.right) / 2,
    centreY: (bounds.top + bounds.bottom) / 2 - (FIT_MARGIN.top - FIT_MARGIN.bottom) / 2 / scale,
    scale,
  }
}

export function toScreen(camera: Camera, size: Size, x: number, y: number): Point {
  return {
    x: (x - camera.centreX) * camera.scale + size.width / 2,
    y: (y - camera.centreY) * camera.scale + size.height / 2,
  }
}

export function toWorld(camera: Camera, size: Size, point: Point): Point {
  return {
    x: (point.x - size.width / 2) / camera.scale + camera.centreX,
    y: (point.y - size.height / 2) / camera.scale + camera.centreY,
  }
}

export function pan(camera: Camera, dx: number, dy: number): Camera {
  return {
    ...camera,
    centreX: camera.centreX - dx / camera.scale,
    centreY: camera.centreY - dy / camera.scale,
  }
}

/** Zooms by `factor` so that the point under the pointer stays under it. */
export function zoomAt(camera: Camera, size: Size, point: Point, factor: number): Camera {
  const scale = clampScale(camera.scale * factor)
  const fixed = toWorld(camera, size, point)
  return {
    scale,
    centreX: fixed.x - (point.x - size.width / 2) / scale,
    centreY: fixed.y - (point.y - size.height / 2) / scale,
  }
}

/** 1, 2 or 5 times a power of ten, at most `length`. */
export function niceLength(length: number): number {
  const power = 10 ** Math.floor(Math.log10(length))
  const share = length / power
  return (share >= 5 ? 5 : share >= 2 ? 2 : 1) * power
}
