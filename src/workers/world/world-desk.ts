import { type Fault, fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import type { CatalogueRow, Storage } from '../../storage/port.ts'
import { sweepOrphans, sweepStaged } from '../../storage/sweep.ts'
import type { OpenedWorld, WorldNotice, WorldSource } from '../protocol.ts'
import { headToInfo } from '../shared/head-info.ts'
import { beginScenario, type BegunScenario, MAIN_BRANCH } from './begin-world.ts'
import { type LockPort, withLock } from './leadership.ts'
import { type Reproduction, withReproduction } from './reproduction.ts'
import { WorldList } from './world-list.ts'
import { WorldSession } from './world-session.ts'

export interface DeskOptions {
  readonly storage: Storage
  readonly sha256: Sha256
  /** Start of the names of locks and channels, the same for all tabs of one storage. */
  readonly prefix: string
  readonly locks: LockPort
  readonly notify: (notice: WorldNotice) => void
}

/** Held shared by readers, exclusively by a sweep (kernel.md K9). */
const gcLock = (prefix: string, worldKey: string): string => `${prefix}:gc:${worldKey}`

/** The worlds of this machine and the one that this tab has open. Callers let one operation in at a time. */
export class WorldDesk {
  readonly storage: Storage
  readonly sha256: Sha256
  readonly list: WorldList
  readonly #options: DeskOptions
  #isSwept = false
  #open: { readonly row: CatalogueRow; readonly session: WorldSession } | undefined

  constructor(options: DeskOptions) {
    this.#options = options
    this.storage = options.storage
    this.sha256 = options.sha256
    this.list = new WorldList({
      catalogue: options.storage.catalogue,
      channelName: `${options.prefix}:worlds`,
      now: Date.now,
      onChange: (worlds) => options.notify({ kind: 'worlds', worlds }),
    })
  }

  /** The open world; `world.unknown` when none is. */
  session(): Result<WorldSession> {
    return this.#open === undefined
      ? fail(fault('world.unknown', { reason: 'none_open' }))
      : ok(this.#open.session)
  }

  async open(source: WorldSource): Promise<Result<OpenedWorld>> {
    if (source.kind === 'scenario') {
      const begun = beginScenario(source, this.sha256)
      // Two tabs that open the same new world make one.
      return begun.ok ? this.exclusively(async () => this.#openOrBegin(begun.value, source.branch)) : begun
    }
    const found = await this.list.find((row) =>
      source.kind === 'stored' ? row.worldKey === source.worldKey : row.genesis === source.genesis,
    )
    if (!found.ok) return found
    if (found.value !== undefined) {
      const known = await this.#knowsBranch(found.value, source.branch)
      return known.ok ? this.openRow(found.value, MAIN_BRANCH) : known
    }
    const path = source.kind === 'stored' ? source.worldKey : source.genesis
    return fail(fault('world.unknown', { path }))
  }

  /** Opens a known world; the one that was open before is closed, unless it is the same. */
  async openRow(row: CatalogueRow, branch: string): Promise<Result<OpenedWorld>> {
    const current = this.#open
    if (
      current?.session.isOpen === true &&
      current.row.worldKey === row.worldKey &&
      current.session.branch === branch
    ) {
      this.#open = { ...current, row }
      return this.#opened(this.#open)
    }
    await this.close()
    const store = await this.storage.openWorld(row.worldKey)
    if (!store.ok) return store
    const session = this.#createSession(row, branch, store.value)
    const opened = await session.open()
    if (!opened.ok) {
      await session.close()
      return opened
    }
    this.#open = { row, session }
    if (session.mode === 'leader') void this.#sweepOrphans(session)
    return this.#opened(this.#open)
  }

  async close(): Promise<void> {
    const current = this.#open
    this.#open = undefined
    if (current === undefined) return
    await current.session.close()
    if (current.session.durable !== undefined)
      await this.list.noteHead(current.row, current.session.durable, true)
  }

  /** Keeps what was found out about branches of a world, open or not. */
  async noteReproduction(worldKey: string, found: Reproduction): Promise<Result<void>> {
    const current = this.#open
    if (current?.row.worldKey === worldKey)
      this.#open = { ...current, row: withReproduction(current.row, found) }
    return this.list.noteReproduction(worldKey, found)
  }

  async delete(worldKey: string): Promise<Result<void>> {
    const found = await this.list.find((row) => row.worldKey === worldKey)
    if (!found.ok) return found
    if (found.value === undefined) return fail(fault('world.unknown', { path: worldKey }))
    const isOpen = this.#open?.row.worldKey === worldKey
    const store = isOpen ? this.#open?.session.store : await this.#storeOf(worldKey)
    if (isOpen) {
      await this.#open?.session.closeForDeletion()
      this.#open = undefined
    }
    const destroyed = (await store?.destroy()) ?? ok(undefined)
    if (!destroyed.ok) return destroyed
    await this.storage.deleteCache(worldKey)
    if (isOpen) this.#options.notify({ kind: 'closed', worldKey, reason: 'deleted' })
    return this.list.remove(worldKey)
  }

  /** What a worker does first: clears away what the last ones left. */
  async tidy(): Promise<void> {
    await this.exclusively(async () => Promise.resolve())
  }

  /** One tab at a time changes which worlds there are. */
  async exclusively<T>(body: () => Promise<T>): Promise<T> {
    return withLock(this.#options.locks, `${this.#options.prefix}:worlds`, async () => {
      await this.#sweep()
      return body()
    })
  }

  /** Runs the body while no sweep of this world may begin. */
  async reading<T>(worldKey: string, body: () => Promise<T>): Promise<T> {
    const { locks, prefix } = this.#options
    return withLock(locks, gcLock(prefix, worldKey), body, 'shared')
  }

  /**
   * Clears away worlds that never came to be: whoever made them held the lock that we hold now, and is gone. Once, under
   * that lock; what cannot be cleared away now is left for the next time.
   */
  async #sweep(): Promise<void> {
    if (this.#isSwept) return
    this.#isSwept = true
    await sweepStaged(this.storage)
  }

  /**
   * Deletes what no row of the open world names. Under the lock of imports, whose rows come after their bytes, and not
   * while somebody reads.
   */
  async #sweepOrphans({ store, worldKey }: WorldSession): Promise<void> {
    const { locks, prefix } = this.#options
    await this.exclusively(async () =>
      locks.request(gcLock(prefix, worldKey), { ifAvailable: true }, async (lock) => {
        if (lock !== null) await sweepOrphans(store)
      }),
    )
  }

  async #openOrBegin(begun: BegunScenario, branch: string | undefined): Promise<Result<OpenedWorld>> {
    const found = await this.list.find((row) => row.genesis === begun.genesis)
    if (!found.ok) return found
    if (found.value === undefined) return isMain(branch) ? this.#begin(begun) : fail(noBranch(branch))
    const known = await this.#knowsBranch(found.value, branch)
    return known.ok ? this.openRow(found.value, MAIN_BRANCH) : known
  }

  /** Looked up before the world that is open is closed: who names a branch that is not there loses nothing. */
  async #knowsBranch(row: CatalogueRow, branch: string | undefined): Promise<Result<void>> {
    if (isMain(branch)) return ok(undefined)
    const store = await this.storage.openWorld(row.worldKey)
    if (!store.ok) return store
    const branches = await store.value.branches()
    await store.value.close()
    if (!branches.ok) return branches
    return branches.value.some(({ name }) => name === branch) ? ok(undefined) : fail(noBranch(branch))
  }

  async #begin(begun: BegunScenario): Promise<Result<OpenedWorld>> {
    const { name, scenario, seed, genesis, frame, parts } = begun
    await this.close()
    const worldKey = this.storage.createWorldKey()
    const row: CatalogueRow = {
      worldKey,
      name,
      genesis,
      scenario,
      seed,
      head: parts.world.head,
      createdAtMs: Date.now(),
    }
    // Until the first commit the world is one that never was, and is swept away if this ends here.
    const [staged, store] = await Promise.all([
      this.list.put({ ...row, isStaged: true }),
      this.storage.openWorld(worldKey),
    ])
    if (!staged.ok) return staged
    if (!store.ok) return store
    const session = this.#createSession(row, MAIN_BRANCH, store.value)
    const begunSession = await session.begin(parts, frame)
    if (!begunSession.ok) {
      await session.close()
      return begunSession
    }
    this.#open = { row, session }
    const listed = await this.list.put(row)
    return listed.ok ? this.#opened(this.#open) : listed
  }

  #createSession(row: CatalogueRow, branch: string, store: WorldSession['store']): WorldSession {
    const { locks, notify, prefix, sha256, storage } = this.#options
    return new WorldSession({
      store,
      branch,
      locks,
      notify,
      name: `${prefix}:world:${row.worldKey}`,
      site: { storage, sha256 },
      onHead: (head) => void this.list.noteHead(row, head),
    })
  }

  async #storeOf(worldKey: string): Promise<WorldSession['store'] | undefined> {
    const store = await this.storage.openWorld(worldKey)
    return store.ok ? store.value : undefined
  }

  #opened({
    row,
    session,
  }: {
    readonly row: CatalogueRow
    readonly session: WorldSession
  }): Result<OpenedWorld> {
    const { durable, branch, mode, isRunning } = session
    if (durable === undefined) return fail(fault('world.unknown', { path: branch }))
    const world = { ...this.list.summarise(row, branch), head: headToInfo(durable) }
    const opened = { world, branch, durable: headToInfo(durable), mode, isRunning }
    return ok(session.mended === undefined ? opened : { ...opened, mended: session.mended })
  }
}

const isMain = (branch: string | undefined): branch is undefined | typeof MAIN_BRANCH =>
  branch === undefined || branch === MAIN_BRANCH

const noBranch = (branch: string): Fault => fault('world.unknown', { path: branch, reason: 'branch' })
