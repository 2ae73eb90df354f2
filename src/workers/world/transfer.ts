/** Files out and in. Loaded when somebody exports or opens one. */
import { type Fault, fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import { type ImportFault, importOrrery, type ImportReport } from '../../storage/orrery-file/import-orrery.ts'
import { writeOrrery } from '../../storage/orrery-file/write-orrery.ts'
import type { NotReproduced, WorldStore } from '../../storage/port.ts'
import type { OpenedWorld, Progress } from '../protocol.ts'
import { checkImported, cutBranch } from './import-check.ts'
import type { WorldDesk } from './world-desk.ts'

type OnProgress = ((progress: Progress) => void) | undefined

/** Bytes that become one part of a file: the browser may keep finished parts on disk. */
const PART_BYTES = 8 * 1024 * 1024

const PROGRESS_MS = 50

const FILE_TYPE = 'application/vnd.ipld.car'

/** All branches of the open world up to their durable heads. */
export async function exportWorld(desk: WorldDesk, onProgress: OnProgress): Promise<Result<Blob>> {
  const session = desk.session()
  if (!session.ok) return session
  const { store, worldKey } = session.value
  return desk.reading(worldKey, async () => writeBlob(desk, store, onProgress))
}

async function writeBlob(desk: WorldDesk, store: WorldStore, onProgress: OnProgress): Promise<Result<Blob>> {
  const { worldKey } = store
  const branches = await store.branches()
  if (!branches.ok) return branches
  const row = await desk.list.find((known) => known.worldKey === worldKey)
  if (!row.ok) return row
  const report = throttled(onProgress)
  const parts = new BlobParts()
  const stream = writeOrrery({
    store,
    sha256: desk.sha256,
    branches: branches.value.map(({ name }) => name),
    name: row.value?.name ?? '',
    onProgress: (done, total) => report({ stage: 'write', done, total }),
  })
  for await (const chunk of stream) {
    if (!chunk.ok) return chunk
    parts.add(chunk.value)
  }
  return ok(parts.finish())
}

/** Takes a file in and opens what it holds. Without `acceptPrefix` a faulty file leaves nothing behind. */
export async function importWorld(
  desk: WorldDesk,
  file: Blob,
  options: { readonly acceptPrefix?: boolean },
  onProgress: OnProgress,
): Promise<Result<OpenedWorld, ImportFault>> {
  const acceptPrefix = options.acceptPrefix === true
  const report = throttled(onProgress)
  const imported = await desk.exclusively(async () => {
    const read = await importOrrery(chunksOf(file), {
      storage: desk.storage,
      sha256: desk.sha256,
      nowMs: Date.now(),
      acceptPrefix,
      onProgress: (done) => report({ stage: 'read', done, total: file.size }),
    })
    return read.ok ? keepWhatHolds(desk, read.value, { acceptPrefix, report }) : read
  })
  await desk.list.changed()
  if (!imported.ok) return imported
  const row = await desk.list.find((known) => known.worldKey === imported.value.worldKey)
  if (!row.ok) return row
  if (row.value === undefined) return fail<Fault>(fault('world.unknown', { path: imported.value.worldKey }))
  return desk.openRow(row.value, imported.value.branch)
}

interface Kept {
  readonly worldKey: string
  readonly branch: string
}

/** Looks at what the frames do, which reading the file did not. What does not hold goes again. */
async function keepWhatHolds(
  desk: WorldDesk,
  imported: ImportReport,
  options: { readonly acceptPrefix: boolean; readonly report: (progress: Progress) => void },
): Promise<Result<Kept, ImportFault>> {
  const { worldKey, branches, isNew } = imported
  const store = await desk.storage.openWorld(worldKey)
  if (!store.ok) return store
  let branch: string | undefined
  const reproduction: Record<string, NotReproduced | undefined> = {}
  for (const { name, isNew: isNewBranch } of branches) {
    branch ??= name
    if (!isNewBranch) continue
    const check = await checkImported(store.value, name, { sha256: desk.sha256, onProgress: options.report })
    if (!check.ok) return closing(store.value, check)
    const { fault: found, frames, notReproduced } = check.value
    reproduction[name] = notReproduced
    if (found === undefined) continue
    if (!options.acceptPrefix || frames === 0) {
      await takeBack(desk, imported, store.value)
      return fail<ImportFault>({ ...found, verifiedFrames: frames })
    }
    const cut = await cutBranch(store.value, name, frames, desk.sha256)
    if (!cut.ok) return closing(store.value, cut)
  }
  if (branch === undefined && isNew) await takeBack(desk, imported, store.value)
  await store.value.close()
  const noted = await desk.noteReproduction(worldKey, reproduction)
  if (!noted.ok) return noted
  return branch === undefined
    ? fail<ImportFault>(fault('file.malformed', { reason: 'branches' }))
    : ok({ worldKey, branch })
}

async function closing<Answer>(store: WorldStore, answer: Answer): Promise<Answer> {
  await store.close()
  return answer
}

/** Leaves storage as it was before the file came. */
async function takeBack(
  desk: WorldDesk,
  { worldKey, branches, isNew }: ImportReport,
  store: WorldStore,
): Promise<void> {
  if (isNew) {
    await store.destroy()
    await desk.storage.catalogue.delete(worldKey)
    return
  }
  for (const { name, isNew: isNewBranch } of branches) {
    if (isNewBranch) await cutBranch(store, name, 0, desk.sha256)
  }
  await store.close()
}

async function* chunksOf(file: Blob): AsyncGenerator<Uint8Array, void> {
  const reader = file.stream().getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel()
  }
}

/** Chunks that become a file without ever being all in memory at once. */
class BlobParts {
  readonly #parts: Blob[] = []
  #chunks: Uint8Array<ArrayBuffer>[] = []
  #bytes = 0

  add(chunk: Uint8Array): void {
    // A copy: the chunk may be a view of something that lives on.
    this.#chunks.push(new Uint8Array(chunk))
    this.#bytes += chunk.length
    if (this.#bytes >= PART_BYTES) this.#close()
  }

  finish(): Blob {
    this.#close()
    return new Blob(this.#parts, { type: FILE_TYPE })
  }

  #close(): void {
    this.#parts.push(new Blob(this.#chunks))
    this.#chunks = []
    this.#bytes = 0
  }
}

/** Hands progress on now and then, and always the last of it. */
function throttled(onProgress: OnProgress): (progress: Progress) => void {
  let lastMs = 0
  return (progress) => {
    const nowMs = performance.now()
    if (onProgress === undefined || (nowMs - lastMs < PROGRESS_MS && progress.done < progress.total)) return
    lastMs = nowMs
    onProgress(progress)
  }
}
