import { BARS, type Bar, type BenchName, type Measured } from './bars.ts'

/** One line of the report; `pass` is absent where there is no bar. */
export interface Line {
  readonly bench: string
  readonly measure: string
  readonly value: number
  readonly unit: string
  readonly bar?: number
  readonly pass?: boolean
  readonly n: number
  readonly state: 'cold' | 'warm'
}

const significant = (value: number): number => Number(value.toPrecision(4))

/** Holds a measurement against its bar. Throws for a measure nobody declared: that is a bug of the benchmark. */
export function measuredToLine(bench: BenchName, measured: Measured): Line {
  const bars: readonly Bar[] = BARS[bench]
  const found = bars.find((bar) => bar.measure === measured.measure)
  if (found === undefined) throw new Error(`${bench} has no measure ${measured.measure}`)
  const { unit, bar, sense } = found
  const { measure, n, state } = measured
  const value = significant(measured.value)
  if (bar === undefined) return { bench, measure, value, unit, n, state }
  return { bench, measure, value, unit, bar, pass: sense === 'least' ? value >= bar : value <= bar, n, state }
}

/** A line for people. */
export function lineToText(line: Line, note: string | undefined): string {
  const verdict = line.pass === undefined ? '    ' : line.pass ? 'ok  ' : 'MISS'
  const bar = line.bar === undefined ? '' : ` (bar ${line.bar})`
  return `${verdict} ${line.bench}.${line.measure} ${line.value} ${line.unit}${bar}, n ${line.n}, ${line.state}${note === undefined ? '' : `; ${note}`}`
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** Nearest rank. Zero for no values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}
