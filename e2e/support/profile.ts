import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { chromiumLaunchOptions } from '../../scripts/chromium.mjs'

/**
 * A browser whose storage is on disk and survives it. Playwright's usual context keeps IndexedDB in memory,
 * so what it says about durability is false.
 */
export class Profile {
  readonly #folder: string
  readonly #watch: (context: BrowserContext) => Promise<void>
  #context: BrowserContext | undefined

  private constructor(folder: string, watch: (context: BrowserContext) => Promise<void>) {
    this.#folder = folder
    this.#watch = watch
  }

  static async create(watch: (context: BrowserContext) => Promise<void>): Promise<Profile> {
    return new Profile(await mkdtemp(join(tmpdir(), 'orrery-profile-')), watch)
  }

  /** Starts the browser, again with what it stored before; gives its one page. */
  async open(): Promise<Page> {
    if (this.#context !== undefined) throw new Error('the profile is open: close it first')
    this.#context = await chromium.launchPersistentContext(this.#folder, {
      ...chromiumLaunchOptions(),
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
      timezoneId: 'UTC',
    })
    await this.#watch(this.#context)
    return this.#context.pages()[0] ?? (await this.#context.newPage())
  }

  get context(): BrowserContext {
    if (this.#context === undefined) throw new Error('the profile is closed: open it first')
    return this.#context
  }

  async close(): Promise<void> {
    await this.#context?.close()
    this.#context = undefined
  }

  async remove(): Promise<void> {
    await this.close()
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
