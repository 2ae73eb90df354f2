import { type Fault, fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import type { FrameRecord } from '../../kernel/journal/frame.ts'
import type { Head } from '../../kernel/journal/path.ts'
import type { WorldStore } from '../../storage/port.ts'
import type { WorldNotice } from '../protocol.ts'
import { headToInfo, infoToHead } from '../shared/head-info.ts'
import { Leader } from './leader.ts'
import { contend, type Leadership, type LockPort } from './leadership.ts'
import type { LiveParts, LiveSite } from './live-site.ts'
import { mendWorld } from './mend-world.ts'
import { joinWorldChannel, type WorldChannel, type WorldMessage } from './world-channel.ts'

export interface SessionOptions {
  readonly store: WorldStore
  readonly branch: string
  /** Name of the lock and of the channel of this world. */
  readonly name: string
  readonly locks: LockPort
  readonly site: Pick<LiveSite, 'storage' | 'sha256'>
  readonly notify: (notice: WorldNotice) => void
  /** Where the head is noted for the list of worlds. */
  readonly onHead: (head: Head) => void
}

/** One world as this tab has it open: as its leader, or as a follower that waits for the lead. */
export class WorldSession {
  readonly store: WorldStore
  readonly branch: string
  readonly #options: SessionOptions
  readonly #channel: WorldChannel
  #leadership: Leadership | undefined
  #leader: Leader | undefined
  #durable: Head | undefined
  #mended: Fault | undefined
  /** What the leading tab said of itself; a takeover goes on with it. */
  #announced = { isRunning: false, ticksPerSecond: 1 }
  #isDeleted = false
  #isClosed = false

  constructor(options: SessionOptions) {
    this.#options = options
    this.store = options.store
    this.branch = options.branch
    this.#channel = joinWorldChannel(options.name, (message) => this.#hear(message))
    this.store.onVersionChange(() => void this.#end())
  }

  get worldKey(): string {
    return this.store.worldKey
  }

  /** Position that storage has acknowledged, as far as this tab knows. */
  get durable(): Head | undefined {
    return this.#durable
  }

  /** What opening had to give up; undefined when nothing was lost. */
  get mended(): Fault | undefined {
    return this.#mended
  }

  /** False once it was closed, by us or by another tab. */
  get isOpen(): boolean {
    return !this.#isClosed
  }

  get mode(): 'leader' | 'follower' {
    return this.#leader === undefined ? 'follower' : 'leader'
  }

  get isRunning(): boolean {
    return this.#leader?.isRunning ?? this.#announced.isRunning
  }

  /** `action.refused` with reason `follower` when another tab leads. */
  leader(): Result<Leader> {
    return this.#leader === undefined
      ? fail(fault('action.refused', { reason: 'follower' }))
      : ok(this.#leader)
  }

  /** Leads a world that was begun just now; its frame 0 is durable when this resolves. */
  async begin(parts: LiveParts, genesis: FrameRecord): Promise<Result<void>> {
    await this.#contend()
    const leader = this.#lead()
    return leader.adopt(parts, genesis)
  }

  /** Opens a stored world at its durable head, which a leader makes sure of first. It reads its state meanwhile. */
  async open(): Promise<Result<void>> {
    const isLeader = await this.#contend()
    const mended = isLeader ? await this.#mend() : ok(undefined)
    if (!mended.ok) return mended
    const head = await this.#readHead()
    if (!head.ok) return head
    this.#durable = head.value
    if (isLeader) void this.#warm(this.#lead())
    else this.#channel.send({ kind: 'asking' })
    return ok(undefined)
  }

  /** Pauses and lets go, so that another tab may lead. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#leader?.close()
    this.#release()
    await this.store.close()
  }

  /** Tells the other tabs that the world goes for good; the caller deletes it. */
  async closeForDeletion(): Promise<void> {
    this.#isClosed = true
    this.#channel.send({ kind: 'deleted' })
    await this.#leader?.close(false)
    this.#release()
  }

  async #contend(): Promise<boolean> {
    const { locks, name } = this.#options
    this.#leadership = await contend(locks, name, () => void this.#takeOver())
    return this.#leadership.isLeader
  }

  #lead(): Leader {
    const { site, notify, onHead } = this.#options
    const { store, branch, worldKey } = this
    const leader = new Leader(
      { ...site, store, branch },
      {
        onDurable: (head) => {
          this.#durable = head
          this.#tellDurable(head)
          onHead(head)
        },
        onRunning: (isRunning, reason) => {
          notify({ kind: 'running', worldKey, isRunning, ...(reason === undefined ? {} : { reason }) })
          this.#channel.send({ kind: 'running', isRunning, ticksPerSecond: leader.ticksPerSecond })
        },
        onHalted: (found) => notify({ kind: 'halted', worldKey, fault: found }),
        onConflict: () => void this.#stepDown(),
      },
    )
    this.#leader = leader
    return leader
  }

  async #mend(): Promise<Result<void>> {
    const { store, branch } = this
    const mended = await mendWorld({ ...this.#options.site, store, branch })
    if (!mended.ok) return mended
    this.#mended = mended.value
    return ok(undefined)
  }

  /** A leader that cannot read its own world says so before anybody asks it for something. */
  async #warm(leader: Leader): Promise<Result<void>> {
    const live = await leader.live()
    // A world of another kernel is there to be played back; nothing about it has halted.
    const isPlayable = !live.ok && live.fault.kind === 'semantics.unknown'
    if (!live.ok && !isPlayable && !this.#isClosed) this.#halted(live.fault)
    return live.ok ? ok(undefined) : live
  }

  async #takeOver(): Promise<void> {
    if (this.#isClosed) return
    const head = await this.#readHead()
    if (!head.ok) return this.#halted(head.fault)
    this.#durable = head.value
    this.#tellDurable(head.value)
    const leader = this.#lead()
    this.#options.notify({ kind: 'mode', worldKey: this.worldKey, mode: 'leader' })
    const warmed = await this.#warm(leader)
    const { isRunning, ticksPerSecond } = this.#announced
    if (warmed.ok && isRunning && !this.#isClosed) await leader.run(ticksPerSecond)
  }

  /** Another writer was there although we hold the lock: what it wrote counts, and we begin again behind it. */
  async #stepDown(): Promise<void> {
    const leader = this.#leader
    if (leader === undefined || this.#isClosed) return
    this.#announced = { isRunning: false, ticksPerSecond: leader.ticksPerSecond }
    this.#leader = undefined
    const { notify } = this.#options
    notify({ kind: 'running', worldKey: this.worldKey, isRunning: false, reason: 'follower' })
    notify({ kind: 'mode', worldKey: this.worldKey, mode: 'follower' })
    await leader.close(false)
    this.#leadership?.release()
    if (await this.#contend()) await this.#takeOver()
  }

  async #readHead(): Promise<Result<Head>> {
    const branches = await this.store.branches()
    if (!branches.ok) return branches
    const found = branches.value.find(({ name }) => name === this.branch)
    return found === undefined ? fail(fault('world.unknown', { path: this.branch })) : ok(found.head)
  }

  #hear(message: WorldMessage): void {
    const { worldKey } = this
    if (message.kind === 'deleted') this.#isDeleted = true
    else if (message.kind === 'asking') this.#answer()
    else if (this.#leader !== undefined) return
    else if (message.kind === 'durable') {
      this.#durable = infoToHead(message.head)
      this.#options.notify({ kind: 'durable', worldKey, head: message.head })
    } else {
      this.#announced = message
      this.#options.notify({ kind: 'running', worldKey, isRunning: message.isRunning })
    }
  }

  #answer(): void {
    if (this.#leader === undefined) return
    const { isRunning, ticksPerSecond } = this.#leader
    if (this.#durable !== undefined) this.#channel.send({ kind: 'durable', head: headToInfo(this.#durable) })
    this.#channel.send({ kind: 'running', isRunning, ticksPerSecond })
  }

  #tellDurable(head: Head): void {
    const info = headToInfo(head)
    this.#options.notify({ kind: 'durable', worldKey: this.worldKey, head: info })
    this.#channel.send({ kind: 'durable', head: info })
  }

  #halted(found: Fault): void {
    this.#options.notify({ kind: 'halted', worldKey: this.worldKey, fault: found })
  }

  /** The database was closed under us, for a newer build or for good. */
  async #end(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#leader?.close(false)
    this.#release()
    const reason = this.#isDeleted ? 'deleted' : 'version_change'
    this.#options.notify({ kind: 'closed', worldKey: this.worldKey, reason })
  }

  #release(): void {
    this.#leadership?.release()
    this.#channel.close()
  }
}
