/** A real Chromium with a profile on disk, on a page that holds nothing but the jobs. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext, type Page } from 'playwright'
import { build } from 'vite'
import { chromiumLaunchOptions } from '../scripts/chromium.mjs'
import { serve } from '../scripts/serve.mjs'

const root = new URL('..', import.meta.url).pathname

export interface BenchBrowser {
  /** A fresh page: no worker and no decoded cache of an earlier one is left. */
  readonly openPage: () => Promise<Page>
  readonly close: () => Promise<void>
}

export async function openBenchBrowser(): Promise<BenchBrowser> {
  const output = join(root, '.build/bench')
  await build({
    configFile: false,
    root: join(root, 'bench/page'),
    base: './',
    logLevel: 'warn',
    worker: { format: 'es' },
    build: { outDir: output, emptyOutDir: true, target: 'es2022' },
  })
  const server = await serve({ folder: output, port: 0 })
  const profile = await mkdtemp(join(tmpdir(), 'orrery-bench-'))
  let context: BrowserContext | undefined
  const close = async (): Promise<void> => {
    await context?.close()
    await server.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    // Storage belongs to the origin, so one server and one port serve the whole run.
    context = await chromium.launchPersistentContext(profile, chromiumLaunchOptions())
  } catch (error) {
    await close()
    throw error
  }
  const opened = context
  return {
    openPage: async () => {
      const page = await opened.newPage()
      await page.goto(server.address)
      await page.waitForFunction(() => 'runJob' in window)
      return page
    },
    close,
  }
}
