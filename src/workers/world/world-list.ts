import { ok, type Result } from '../../kernel/base/result.ts'
import type { Head } from '../../kernel/journal/path.ts'
import type { CatalogueRow, CatalogueStore } from '../../storage/port.ts'
import { findWorld } from '../../worlds/worlds.ts'
import type { WorldSummary } from '../protocol.ts'
import { headToInfo } from '../shared/head-info.ts'
import { type Reproduction, withReproduction } from './reproduction.ts'

/** How often the head of a running world is noted; its own database is the truth. */
const NOTE_MS = 5000

export interface WorldListOptions {
  readonly catalogue: CatalogueStore
  /** Name under which tabs tell each other that the list changed. */
  readonly channelName: string
  readonly now: () => number
  readonly onChange: (worlds: readonly WorldSummary[]) => void
}

/** The worlds this machine knows. */
export class WorldList {
  readonly #options: WorldListOptions
  readonly #channel: BroadcastChannel
  /** Heads that are newer than what the catalogue says. */
  readonly #heads = new Map<string, Head>()
  readonly #notedAtMs = new Map<string, number>()

  constructor(options: WorldListOptions) {
    this.#options = options
    this.#channel = new BroadcastChannel(options.channelName)
    this.#channel.onmessage = () => void this.tell()
  }

  async rows(): Promise<Result<readonly CatalogueRow[]>> {
    return this.#options.catalogue.list()
  }

  async find(is: (row: CatalogueRow) => boolean): Promise<Result<CatalogueRow | undefined>> {
    const rows = await this.rows()
    return rows.ok ? ok(rows.value.find(is)) : rows
  }

  async summaries(): Promise<readonly WorldSummary[]> {
    const rows = await this.rows()
    return rows.ok ? rows.value.map((row) => this.summarise(row)) : []
  }

  /** Of a world, or of one branch of it. */
  summarise(row: CatalogueRow, branch?: string): WorldSummary {
    const { worldKey, name, genesis, scenario, seed, notReproduced: flags = {} } = row
    const head = headToInfo(this.#heads.get(worldKey) ?? row.head)
    const notReproduced = branch === undefined ? Object.values(flags)[0] : flags[branch]
    const isRunnable = findWorld(scenario) !== undefined && notReproduced !== 'other_build'
    const summary = { worldKey, name, genesis, scenario, seed, head, isRunnable }
    return notReproduced === undefined ? summary : { ...summary, notReproduced }
  }

  async put(row: CatalogueRow): Promise<Result<void>> {
    const put = await this.#options.catalogue.put(row)
    if (put.ok && row.isStaged !== true) await this.changed()
    return put
  }

  async remove(worldKey: string): Promise<Result<void>> {
    const removed = await this.#options.catalogue.delete(worldKey)
    this.#heads.delete(worldKey)
    await this.changed()
    return removed
  }

  /** Keeps a head for the list; it is written now and then, or at once with `isLast`. */
  async noteHead(row: CatalogueRow, head: Head, isLast = false): Promise<void> {
    const { worldKey } = row
    this.#heads.set(worldKey, head)
    const nowMs = this.#options.now()
    if (!isLast && nowMs - (this.#notedAtMs.get(worldKey) ?? 0) < NOTE_MS) return
    this.#notedAtMs.set(worldKey, nowMs)
    await this.#options.catalogue.change(worldKey, (known) => ({ ...known, head }))
  }

  /** Keeps what was found out about branches. */
  async noteReproduction(worldKey: string, found: Reproduction): Promise<Result<void>> {
    const noted = await this.#options.catalogue.change(worldKey, (row) => withReproduction(row, found))
    if (noted.ok) await this.changed()
    return noted
  }

  /** Tells the page. */
  async tell(): Promise<void> {
    this.#options.onChange(await this.summaries())
  }

  /** Tells the page and the other tabs. */
  async changed(): Promise<void> {
    this.#channel.postMessage('changed')
    await this.tell()
  }
}
