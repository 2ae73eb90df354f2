/** `npm run bench -- [NAME…] [--json] [--n N]`: one line a measure; the exit code is 0 whatever passes. */
import { parseArgs } from 'node:util'
import type { Page } from 'playwright'
import { BARS, type BenchName, type JobOptions, type Measured } from './bars.ts'
import { openBenchBrowser, type BenchBrowser } from './browser.ts'
import { measureInstrument } from './instrument.ts'
import { lineToText, measuredToLine } from './report.ts'
import { measureSeek } from './seek.ts'

const NAMES = Object.keys(BARS) as BenchName[]

const usage = `usage: npm run bench -- [${NAMES.join(' | ')}]… [--json] [--n N]\n`

type AnyJob = Parameters<typeof window.runJob>[0]

async function ask(page: Page, job: AnyJob, options: JobOptions): Promise<readonly Measured[]> {
  // The answer is typed by the job's declaration; it never leaves this program.
  return (await page.evaluate(([name, given]) => window.runJob(name, given), [
    job,
    options,
  ] as const)) as readonly Measured[]
}

async function measure(
  browser: BenchBrowser,
  name: BenchName,
  n: number | undefined,
): Promise<readonly Measured[]> {
  if (name === 'seek') return measureSeek(browser, ask, n)
  if (name === 'instrument') return measureInstrument(browser, ask, n)
  const page = await browser.openPage()
  const measured = await ask(page, name, n === undefined ? {} : { n })
  await page.close()
  return measured
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      n: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const unknown = positionals.filter((name) => !NAMES.some((known) => known === name))
  const n = values.n === undefined ? undefined : Number(values.n)
  if (values.help || unknown.length > 0 || (n !== undefined && !(Number.isSafeInteger(n) && n > 0))) {
    process.stderr.write(usage)
    return values.help ? 0 : 2
  }
  const chosen = positionals.length === 0 ? NAMES : NAMES.filter((name) => positionals.includes(name))
  const browser = await openBenchBrowser()
  try {
    for (const name of chosen) {
      for (const measured of await measure(browser, name, n)) {
        const line = measuredToLine(name, measured)
        process.stdout.write(`${values.json ? JSON.stringify(line) : lineToText(line, measured.note)}\n`)
      }
    }
  } finally {
    await browser.close()
  }
  return 0
}

process.exitCode = await main()
