import { describe, expect, it } from 'vitest'
import { drawFace, drawHills } from '../../testing/pictures.ts'
import { detectFaces } from './detectFaces.ts'
import { exponential } from './exponential.ts'

describe('faces in a picture', () => {
  it('are found where they are, whatever the size of the picture', async () => {
    for (const [width, height, left, top, size] of [
      [320, 240, 120, 60, 110],
      [900, 700, 500, 250, 260],
    ] as const) {
      const [face, ...others] = await detectFaces(drawFace(width, height, left, top, size))
      expect(others).toEqual([])
      const [x, y, w, h] = face?.box ?? [0, 0, 0, 0]
      expect(Math.abs(x + w / 2 - (left + size / 2))).toBeLessThan(size / 4)
      expect(Math.abs(y + h / 2 - (top + size * 0.55))).toBeLessThan(size / 3)
      expect(w / size).toBeGreaterThan(0.5)
      expect(w / size).toBeLessThan(1.2)
    }
  })

  it('are not found in hills', async () => {
    for (const seed of [1, 2, 3]) expect(await detectFaces(drawHills(200, 150, seed))).toEqual([])
  })

  it('are looked for in pictures of any shape', async () => {
    expect(await detectFaces(drawHills(1, 1))).toEqual([])
    expect(await detectFaces(drawHills(3, 900))).toEqual([])
  })
})

it('computes powers of e as closely as the engine does', () => {
  for (let x = -60; x <= 60; x += 0.37) {
    expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(1e-12)
  }
  expect(exponential(0)).toBe(1)
  expect(exponential(-800)).toBe(0)
  expect(exponential(800)).toBe(Number.POSITIVE_INFINITY)
})
