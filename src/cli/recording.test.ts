import { expect, test } from 'vitest'
import { nodeSha256 as sha256 } from '../kernel/testing/node-sha256.ts'
import { createMemoryStorage } from '../storage/memory/memory-storage.ts'
import { type OrreryItem, readOrrery } from '../storage/orrery-file/read-orrery.ts'
import { writeOrrery } from '../storage/orrery-file/write-orrery.ts'
import { valueOf } from '../storage/testing/reading.ts'
import { frameAt, sampleChain, tailBatch } from '../storage/testing/sample-chain.ts'
import { mainBranch, readBranch } from './recording.ts'

const main = sampleChain({ sha256, frames: 10 })
const side = sampleChain({ sha256, frames: 6, after: main.slice(0, 5), salt: 'side' })

/** A file whose second branch is damaged behind its first frames. */
async function damagedFile(): Promise<readonly OrreryItem[]> {
  const store = valueOf(await createMemoryStorage().openWorld('w'))
  const child = tailBatch('side', side, { first: 5, last: 10 })
  const forkOf = { branch: 'main', at: frameAt(main, 4).head }
  valueOf(
    await store.commit(tailBatch('main', main, { first: 0, last: 9 }), {
      ...child,
      expectedHead: undefined,
      forkOf,
    }),
  )
  const chunks: Uint8Array[] = []
  for await (const chunk of writeOrrery({ store, branches: ['main', 'side'], name: 'A', sha256 }))
    chunks.push(valueOf(chunk))
  const bytes = Buffer.concat(chunks)
  const last = bytes.lastIndexOf(frameAt(side, 8).bytes)
  bytes[last + 20] = (bytes[last + 20] ?? 0) ^ 1
  const items: OrreryItem[] = []
  for await (const item of readOrrery(
    (async function* () {
      yield bytes
    })(),
    { sha256 },
  ))
    items.push(item)
  return items
}

test('a branch is read without the frames of another one that is damaged', async () => {
  const items = await damagedFile()
  expect(items.find(({ kind }) => kind === 'partial')).toMatchObject({ branch: 'side' })
  const frames: Uint8Array[] = []
  const faults: string[] = []
  for await (const run of readBranch(each(items), mainBranch))
    if (run.ok) frames.push(...run.value.frames)
    else faults.push(run.fault.kind)
  expect(frames).toHaveLength(main.length)
  expect(faults).toHaveLength(1)
})

async function* each(items: readonly OrreryItem[]): AsyncGenerator<OrreryItem, void> {
  for (const item of items) yield await Promise.resolve(item)
}
