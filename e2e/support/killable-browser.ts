import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { chromiumLaunchOptions } from '../../scripts/chromium.mjs'

/** A browser that leads a process group of its own, so that all of it can be killed at one instant. */
export class KillableBrowser {
  readonly #folder: string
  #child: ChildProcess | undefined

  private constructor(folder: string) {
    this.#folder = folder
  }

  /** With a profile on disk: what was stored must outlive the processes that stored it. */
  static async create(): Promise<KillableBrowser> {
    return new KillableBrowser(await mkdtemp(join(tmpdir(), 'orrery-crash-')))
  }

  /** Starts it, again with what it stored before. */
  async start(): Promise<{ readonly context: BrowserContext; readonly page: Page }> {
    const { executablePath, args } = chromiumLaunchOptions()
    const own = [
      `--user-data-dir=${this.#folder}`,
      '--remote-debugging-port=0',
      '--headless',
      '--window-size=1440,900',
    ]
    const child = spawn(executablePath, [...args, ...own, 'about:blank'], {
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    this.#child = child
    const browser = await chromium.connectOverCDP(await readEndpoint(child))
    const [context] = browser.contexts()
    if (context === undefined) throw new Error('the browser has no context')
    return { context, page: context.pages()[0] ?? (await context.newPage()) }
  }

  /** SIGKILL to every process of it: nobody gets to finish anything. */
  async kill(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (child?.pid === undefined) return
    const ended = once(child, 'exit')
    process.kill(-child.pid, 'SIGKILL')
    await ended
  }

  async remove(): Promise<void> {
    await this.kill()
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}

/** The browser says on standard error where it listens. */
async function readEndpoint(child: ChildProcess): Promise<string> {
  let text = ''
  return new Promise((done, fail) => {
    child.stderr?.on('data', (part: Buffer) => {
      text += part.toString()
      const address = /DevTools listening on (ws:\S+)/.exec(text)?.[1]
      if (address !== undefined) done(address)
    })
    child.once('exit', (code) => fail(new Error(`the browser ended with ${code}: ${text}`)))
    child.once('error', fail)
  })
}
