/** `npm run bench -- [NAME…] [--json] [--n N]`: one line a measure; the exit code is 0 whatever passes. */
import { parseArgs } from 'node:util'
import { BARS, type BenchName, type Measured } from './bars.ts'
import { openBenchBrowser, type BenchBrowser } from './browser.ts'
import { lineToText, measuredToLine } from './report.ts'

const NAMES = Object.keys(BARS) as BenchName[]

const usage = `usage: npm run bench -- [${NAMES.join(' | ')}]… [--json] [--n N]\n`

async function runInPage(
  browser: BenchBrowser,
  name: BenchName,
  n: number | undefined,
): Promise<readonly Measured[]> {
  const page = await browser.openPage()
  const options = n === undefined ? {} : { n }
  // The worker's answer is typed by the job's declaration; it never leaves this program.
  const answer = (await page.evaluate(([job, given]) => window.runJob(job, given), [
    name,
    options,
  ] as const)) as readonly Measured[]
  await page.close()
  return answer
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
      for (const measured of await runInPage(browser, name, n)) {
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
