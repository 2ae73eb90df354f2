/** Every bar of every benchmark. Sources: design §13, and issue texts where they say more. */
export interface Bar {
  readonly measure: string
  readonly unit: string
  /** Absent = shown without a bar. */
  readonly bar?: number
  /** `least` passes at or above the bar, `most` at or below. */
  readonly sense: 'least' | 'most'
}

export const BARS = {
  hash: [
    { measure: 'batchRatioToHashWasm', unit: '×', bar: 1.2, sense: 'least' },
    { measure: 'singleRatioToHashWasm', unit: '×', sense: 'least' },
  ],
  write: [
    { measure: 'eventsPerSecond', unit: 'events/s', bar: 60_000, sense: 'least' },
    { measure: 'ratioToBare1', unit: '×', bar: 0.5, sense: 'least' },
    { measure: 'ratioToBare10', unit: '×', bar: 0.5, sense: 'least' },
  ],
  fold: [
    { measure: 'packEventsPerSecond', unit: 'events/s', bar: 2_000_000, sense: 'least' },
    { measure: 'canonicalEventsPerSecond', unit: 'events/s', bar: 700_000, sense: 'least' },
  ],
  instrument: [
    { measure: 'instrumentMs', unit: 'ms', bar: 300, sense: 'most' },
    { measure: 'meteringRatioAgent', unit: '×', bar: 1.15, sense: 'most' },
    { measure: 'meteringRatioWorst', unit: '×', bar: 2.5, sense: 'most' },
  ],
  seek: [
    { measure: 'coldP50', unit: 'ms', bar: 5, sense: 'most' },
    { measure: 'coldP95', unit: 'ms', bar: 12, sense: 'most' },
    { measure: 'nearP95', unit: 'ms', bar: 1, sense: 'most' },
    { measure: 'stepP95', unit: 'ms', bar: 0.1, sense: 'most' },
    { measure: 'stepFromPageP95', unit: 'ms', sense: 'most' },
    { measure: 'openP50', unit: 'ms', bar: 1000, sense: 'most' },
    { measure: 'openWithoutIndex', unit: 'ms', bar: 3000, sense: 'most' },
  ],
  timeline: [{ measure: 'frameP95', unit: 'ms', bar: 4, sense: 'most' }],
  verify: [
    { measure: 'intactMBPerSecond', unit: 'MB/s', bar: 100, sense: 'least' },
    { measure: 'reproducedRatioToLive', unit: '×', bar: 0.7, sense: 'least' },
  ],
} as const satisfies Readonly<Record<string, readonly Bar[]>>

export type BenchName = keyof typeof BARS

/** What a benchmark measured, before it is held against its bar. */
export interface Measured {
  readonly measure: string
  readonly value: number
  /** Size worked on: events, bytes or repetitions, as `note` says. */
  readonly n: number
  readonly state: 'cold' | 'warm'
  /** Facts beside the measure, for people. */
  readonly note?: string
}

/** `n` scales a job; each job says what it counts. */
export interface JobOptions {
  readonly n?: number
  /** A number from 0 up to 1 that chooses a place. */
  readonly draw?: number
  /** A module to run, in base64. */
  readonly wasm?: string
}

export type Job = (options: JobOptions) => Promise<readonly Measured[]>
