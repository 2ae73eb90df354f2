import type { Page } from 'playwright'
import type { JobOptions, Measured } from './bars.ts'
import type { BenchBrowser } from './browser.ts'
import { percentile } from './report.ts'

const COLD_JUMPS = 200

type Ask = (
  page: Page,
  job: 'seekWorld' | 'openWithoutIndex' | 'seekIndex' | 'seekCold' | 'seekWarm' | 'seekSteps',
  options: JobOptions,
) => Promise<readonly Measured[]>

/** A page for each cold jump: page, worker and every decoded cache of the one before are gone. n = events. */
export async function measureSeek(
  browser: BenchBrowser,
  ask: Ask,
  n: number | undefined,
): Promise<readonly Measured[]> {
  const inPage = async (job: Parameters<Ask>[1], options: JobOptions = {}): Promise<readonly Measured[]> => {
    const page = await browser.openPage()
    const answer = await ask(page, job, options)
    await page.close()
    return answer
  }
  await inPage('seekWorld', n === undefined ? {} : { n })
  const opened = await inPage('openWithoutIndex')
  await inPage('seekIndex')
  const cold: Measured[] = []
  for (let jump = 0; jump < COLD_JUMPS; jump += 1) {
    // Shares spread evenly without a pattern: multiples of the golden ratio.
    cold.push(...(await inPage('seekCold', { draw: (jump * 0.618_033_988_75) % 1 })))
  }
  return [...coldMeasures(cold), ...(await inPage('seekWarm')), ...(await inPage('seekSteps')), ...opened]
}

function coldMeasures(cold: readonly Measured[]): readonly Measured[] {
  const valuesOf = (wanted: string): readonly number[] =>
    cold.filter(({ measure }) => measure === wanted).map(({ value }) => value)
  const [times, openings] = [valuesOf('coldP50'), valuesOf('openP50')]
  const n = cold[0]?.n ?? 0
  const note = `${times.length} jumps, each by a new page and worker, longest ${Math.max(...times).toFixed(1)} ms`
  return [
    { measure: 'coldP50', value: percentile(times, 0.5), n, state: 'cold', note },
    { measure: 'coldP95', value: percentile(times, 0.95), n, state: 'cold', note },
    {
      measure: 'openP50',
      value: percentile(openings, 0.5),
      n,
      state: 'cold',
      note: 'workers started, stored index read, first answer',
    },
  ]
}
