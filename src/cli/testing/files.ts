import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import { createMemoryStorage } from '../../storage/memory/memory-storage.ts'
import { writeOrrery } from '../../storage/orrery-file/write-orrery.ts'
import { JournalRecorder, type RecordedFrame } from '../journal-recorder.ts'
import { writeFile } from '../write-file.ts'

/** A folder for the files of one test file; gone when its tests are done. */
export function createScratch(): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-cli-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return (name) => join(folder, name)
}

/** A copy of a file with its bytes changed. */
export function changeFile(path: string, into: string, change: (bytes: Buffer) => Uint8Array): string {
  writeFileSync(into, change(readFileSync(path)))
  return into
}

/** Writes frames of a test's own making as a recording. */
export async function writeRecording(
  path: string,
  frames: readonly RecordedFrame[],
  sha256: Sha256,
): Promise<void> {
  const store = await createMemoryStorage().openWorld('trial')
  if (!store.ok) throw new Error(JSON.stringify(store.fault))
  const recorder = new JournalRecorder(store.value, 'main', sha256)
  for (const frame of frames) {
    const added = await recorder.add(frame)
    if (!added.ok) throw new Error(JSON.stringify(added.fault))
  }
  const finished = await recorder.finish()
  if (!finished.ok) throw new Error(JSON.stringify(finished.fault))
  const written = await writeFile(
    path,
    writeOrrery({ store: store.value, branches: ['main'], name: 'Trial', sha256 }),
  )
  if (!written.ok) throw new Error(JSON.stringify(written.fault))
}
