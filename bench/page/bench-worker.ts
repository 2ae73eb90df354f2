import type { JobOptions } from '../bars.ts'
import { JOBS, type JobName } from './jobs.ts'

self.onmessage = ({ data }: MessageEvent<{ readonly name: JobName; readonly options: JobOptions }>) => {
  // A job that fails must fail the benchmark: the error event of the worker carries it to the page.
  JOBS[data.name](data.options).then(
    (answer) => self.postMessage(answer),
    (error: unknown) => {
      setTimeout(() => {
        throw error
      })
    },
  )
}
