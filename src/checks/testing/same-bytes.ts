/** Runs in another browser engine: the committed vectors and goldens, reported to the server that served the page. */
import { createSha256 } from '../../adapters/sha256.ts'
import { checkVectors } from '../../kernel/testing/vectors.ts'
import { difference, type Golden, GOLDEN_IDS, runGolden } from '../../worlds/testing/goldens.ts'

export interface SameBytesReport {
  readonly checked: number
  readonly misses: readonly string[]
}

async function checkAll(): Promise<SameBytesReport> {
  const sha256 = await createSha256()
  const vectors = checkVectors(sha256)
  const misses: string[] = vectors.misses.map(String)
  const goldens = import.meta.glob<Golden>('../../../fixtures/goldens/*.json', {
    eager: true,
    import: 'default',
  })
  for (const id of GOLDEN_IDS) {
    const golden = goldens[`../../../fixtures/goldens/${id}.json`]
    const found = golden === undefined ? `${id}: no golden` : await difference(golden, runGolden(id, sha256))
    if (found !== undefined) misses.push(found)
  }
  return { checked: vectors.checked + GOLDEN_IDS.length, misses }
}

const report = await checkAll().catch((error: unknown) => ({ checked: 0, misses: [String(error)] }))
await fetch('/report', { method: 'POST', body: JSON.stringify(report) })
