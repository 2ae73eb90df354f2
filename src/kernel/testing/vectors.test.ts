import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { nodeSha256 } from './node-sha256.ts'
import { checkVectors } from './vectors.ts'

test('the kernel meets the committed vectors in Node', () => {
  const { checked, misses } = checkVectors(nodeSha256)
  expect(misses).toEqual([])
  expect(checked).toBeGreaterThan(150)
})

test('the committed vectors are what the script makes', () => {
  const answer = execFileSync(process.execPath, ['scripts/make-vectors.mjs', '--check'], { encoding: 'utf8' })
  expect(answer).toContain('fresh')
})
