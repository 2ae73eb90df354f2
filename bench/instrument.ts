/** Compiles what is to be metered and hands it to the page: the compiler is larger than everything else in there. */
import { readFileSync } from 'node:fs'
import asc from 'assemblyscript/asc'
import type { Page } from 'playwright'
import type { JobOptions, Measured } from './bars.ts'
import type { BenchBrowser } from './browser.ts'

type Ask = (page: Page, job: 'instrument', options: JobOptions) => Promise<readonly Measured[]>

async function compileKernels(): Promise<string> {
  const source = readFileSync(new URL('../bench/metering/kernels.as', import.meta.url), 'utf8')
  const { binary, error } = await asc.compileString(source, {
    optimizeLevel: 3,
    runtime: 'incremental',
    use: ['abort='],
  })
  if (error !== null || binary === null) throw new Error('the kernels do not compile', { cause: error })
  return Buffer.from(binary).toString('base64')
}

export async function measureInstrument(
  browser: BenchBrowser,
  ask: Ask,
  n: number | undefined,
): Promise<readonly Measured[]> {
  const wasm = await compileKernels()
  const page = await browser.openPage()
  const measured = await ask(page, 'instrument', { wasm, ...(n === undefined ? {} : { n }) })
  await page.close()
  return measured
}
