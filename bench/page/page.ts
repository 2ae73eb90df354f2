/** The page under measurement: starts a worker for each job and hands its answer to whoever drives the browser. */
import type { JobName, JobOptions } from './jobs.ts'

/** Runs one job in a worker of its own, which ends with it. */
function runJob(name: JobName, options: JobOptions): Promise<unknown> {
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
