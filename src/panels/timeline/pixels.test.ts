import { describe, expect, test } from 'vitest'
import { parseColour } from './palette.ts'
import { createRamp, mixRgb, packRgb, PixelBuffer } from './pixels.ts'

const black = { r: 0, g: 0, b: 0 }
const red = { r: 255, g: 0, b: 0 }
const ramp = createRamp(black, red)

function buffer(width: number, height: number): PixelBuffer {
  const data = new Uint8ClampedArray(width * height * 4)
  return new PixelBuffer({ data, width, height, colorSpace: 'srgb', pixelFormat: 'rgba-unorm8' } as ImageData)
}

describe('pixels', () => {
  test('a bar of 1.6 pixels is one full and one at 60 %', () => {
    const pixels = buffer(4, 3)
    pixels.clear(packRgb(black))
    pixels.bar({ x: 1, y: 1, width: 1.6, height: 1 }, ramp)
    const full = packRgb(red)
    const soft = packRgb(mixRgb(black, red, 153 / 255))
    expect([0, 1, 2, 3].map((x) => pixels.at(x, 1))).toEqual([packRgb(black), full, soft, packRgb(black)])
    expect(pixels.at(1, 0)).toBe(packRgb(black))
  })

  test('nothing is written outside the buffer', () => {
    const pixels = buffer(3, 3)
    pixels.clear(packRgb(black))
    pixels.bar({ x: -2, y: -2, width: 9, height: 9 }, ramp)
    pixels.stamp({ size: 2, alpha: Uint8ClampedArray.of(255, 255, 255, 255) }, { x: 2, y: 2 }, ramp)
    pixels.row(7, 0)
    expect(pixels.at(2, 2)).toBe(packRgb(red))
  })

  test('where shapes overlap the heavier coverage stays', () => {
    const pixels = buffer(1, 1)
    pixels.clear(packRgb(black))
    pixels.stamp({ size: 1, alpha: Uint8ClampedArray.of(255) }, { x: 0, y: 0 }, ramp)
    pixels.stamp({ size: 1, alpha: Uint8ClampedArray.of(9) }, { x: 0, y: 0 }, ramp)
    expect(pixels.at(0, 0)).toBe(packRgb(red))
  })

  test('tokens are read as colours', () => {
    expect(parseColour('#a5ddff')).toEqual({ r: 165, g: 221, b: 255 })
    expect(parseColour('#f00')).toEqual(red)
  })
})
