import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { nodeSha256 as sha256 } from '../kernel/testing/node-sha256.ts'
import { difference, type Golden, GOLDEN_IDS, pack, runGolden } from './testing/goldens.ts'

const fileOf = (id: string): URL => new URL(`../../fixtures/goldens/${id}.json`, import.meta.url)

function goldenOf(id: string): Golden {
  if (!existsSync(fileOf(id))) throw new Error(`No golden of ${id}; make it with UPDATE_GOLDEN=1.`)
  return JSON.parse(readFileSync(fileOf(id), 'utf8')) as Golden
}

describe('every world is what its golden recording says', () => {
  test.each(GOLDEN_IDS)('%s', async (id) => {
    const run = runGolden(id, sha256)
    if (process.env['UPDATE_GOLDEN'] === '1') {
      const golden: Golden = { ...run, journal: await pack(run.journal) }
      writeFileSync(fileOf(id), `${JSON.stringify(golden, undefined, 2)}\n`)
    }
    expect(await difference(goldenOf(id), run)).toBeUndefined()
  })
})

describe('a world that changed is told by frame and path', async () => {
  const run = runGolden('first-light', sha256)
  const golden: Golden = { ...run, journal: await pack(run.journal) }

  test('when a frame differs', async () => {
    const other = runGolden('two_bases', sha256)
    const journal = [...run.journal.slice(0, 3), ...other.journal.slice(3)]
    expect(await difference(golden, { ...run, journal })).toMatch(/^first-light: frame 3 differs at action\//)
  })

  test('when frames are missing', async () => {
    const found = await difference(golden, { ...run, journal: run.journal.slice(0, -1) })
    expect(found).toContain(`frame ${run.frames - 1} differs at its presence`)
  })

  test('when the state differs though all frames agree', async () => {
    expect(await difference(golden, { ...run, stateRoot: '00' })).toContain('stateRoot: 00, was ')
  })
})
