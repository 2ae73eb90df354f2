import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { bytesToHex } from '../../kernel/base/order.ts'
import { nodeSha256 as sha256 } from '../../kernel/testing/node-sha256.ts'
import { createMemoryStorage } from '../memory/memory-storage.ts'
import { frameAt, sampleChain } from '../testing/sample-chain.ts'
import { collectBytes, storeBranch } from '../testing/sample-world.ts'
import { valueOf } from '../testing/reading.ts'
import { writeOrrery } from './write-orrery.ts'

const directory = mkdtempSync(join(tmpdir(), 'orrery-check-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** What the independent checker says of a file. */
async function check(bytes: Uint8Array): Promise<{ readonly code: number; readonly answer: unknown }> {
  const path = join(directory, 'file.orrery')
  writeFileSync(path, bytes)
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['scripts/check-orrery.mjs', path])
    return { code: 0, answer: JSON.parse(stdout) }
  } catch (error) {
    const stdout = error instanceof Error && 'stdout' in error ? String(error.stdout) : ''
    return { code: 1, answer: JSON.parse(stdout) }
  }
}

const main = sampleChain({ sha256, frames: 60, padding: 10_000 })
const child = sampleChain({ sha256, frames: 30, after: main.slice(0, 41), padding: 10_000, salt: 'child' })

async function file(): Promise<Uint8Array> {
  const store = valueOf(await createMemoryStorage().openWorld('w'))
  await storeBranch(store, sha256, { name: 'main', chain: main })
  await storeBranch(store, sha256, { name: 'child', chain: child, parent: 'main', forkAt: 40 })
  const sides = new Map([['index', new Uint8Array(9)]])
  return collectBytes(writeOrrery({ store, branches: ['main', 'child'], name: 'Sample', sha256, sides }))
}

test('a program that shares no code with the writer accepts what it wrote', async () => {
  const bytes = await file()
  const accepted = {
    ok: true,
    genesis: bytesToHex(frameAt(main, 0).head.hash),
    branches: { main: { seq: 59, hash: bytesToHex(frameAt(main, 59).head.hash) }, child: { seq: 70 } },
  }
  expect(await check(bytes)).toMatchObject({ code: 0, answer: accepted })
  expect(await check(new Uint8Array(gzipSync(bytes)))).toMatchObject({ code: 0, answer: accepted })
})

test('and refuses it once any part is changed', async () => {
  const bytes = await file()
  const places = [3, 30, 70, 120, 400, 700, 1000, 5000, Math.floor(bytes.length / 2), bytes.length - 3]
  for (const at of places) {
    const changed = bytes.slice()
    changed[at] = (changed[at] ?? 0) ^ 4
    expect([at, (await check(changed)).code]).toEqual([at, 1])
  }
  expect((await check(bytes.subarray(0, bytes.length - 1))).code).toBe(1)
  expect((await check(new Uint8Array([...bytes, 0]))).code).toBe(1)
}, 60_000)
