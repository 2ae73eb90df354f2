/** The page under measurement: runs a job here or in a worker and hands its answer to whoever drives the browser. */
import type { JobOptions } from '../bars.ts'
import type { JobName } from './jobs.ts'
import { PAGE_JOBS, type PageJobName } from './page-jobs.ts'

const isPageJob = (name: JobName | PageJobName): name is PageJobName => name in PAGE_JOBS

/** Runs one job, in a worker of its own that ends with it unless the job needs the page. */
function runJob(name: JobName | PageJobName, options: JobOptions): Promise<unknown> {
  return isPageJob(name) ? PAGE_JOBS[name](options) : runInWorker(name, options)
}

function runInWorker(name: JobName, options: JobOptions): Promise<unknown> {
  const worker = new Worker(new URL('./bench-worker.ts', import.meta.url), { type: 'module' })
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<unknown>) => {
      worker.terminate()
      resolve(data)
    }
    worker.onerror = (event) => {
      worker.terminate()
      reject(new Error(event.message))
    }
    worker.onmessageerror = () => reject(new Error('the job answered with something that cannot be cloned'))
    worker.postMessage({ name, options })
  })
}

declare global {
  interface Window {
    runJob: typeof runJob
  }
}

window.runJob = runJob
