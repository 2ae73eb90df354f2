import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { rolldown } from 'rolldown'
import { expect, test } from 'vitest'
import { chromiumLaunchOptions } from '../../../scripts/chromium.mjs'

/** Serves one page with the given script. */
async function servePage(script: string): Promise<{ readonly origin: string; close(): void }> {
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port }: AddressInfo = Object.assign({ address: '', family: '', port: 0 }, server.address())
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() }
}

async function bundlePage(): Promise<string> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL('../testing/quota-page.ts', import.meta.url)),
  })
  const { output } = await bundle.generate({ format: 'es', codeSplitting: false })
  await bundle.close()
  return output[0].code
}

test('without room a commit says so and leaves nothing behind', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'orrery-quota-'))
  const page = await servePage(await bundlePage())
  const browser = await chromium.launchPersistentContext(profile, chromiumLaunchOptions())
  try {
    const tab = await browser.newPage()
    await tab.goto(page.origin)
    const devtools = await browser.newCDPSession(tab)
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: page.origin, quotaSize: 4 * 1024 * 1024 })
    expect(await tab.evaluate('commitLarge(400)')).toEqual({
      ok: false,
      fault: { kind: 'storage.quota' },
    })
    expect(await tab.evaluate('look()')).toEqual({ frames: 2, hasBlobs: false })
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: page.origin })
    expect(await tab.evaluate('commitLarge(400)')).toEqual({ ok: true })
    expect(await tab.evaluate('look()')).toEqual({ frames: 6, hasBlobs: true })
  } finally {
    await browser.close()
    page.close()
    rmSync(profile, { recursive: true, force: true })
  }
}, 60_000)
