import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'

const WAIT_MS = 5
const WAITS_MAX = 2000

/** Holds `<path>.lock` while the body runs, so that one process at a time appends. `undefined`: somebody else kept it. */
export async function withFileLock<T>(path: string, body: () => Promise<T>): Promise<T | undefined> {
  const lock = `${path}.lock`
  for (let waits = 0; waits < WAITS_MAX; waits += 1) {
    if (tryLock(lock)) {
      try {
        return await body()
      } finally {
        rmSync(lock, { force: true })
      }
    }
    if (isAbandoned(lock)) rmSync(lock, { force: true })
    else await setTimeout(WAIT_MS)
  }
  return undefined
}

function tryLock(lock: string): boolean {
  try {
    const descriptor = openSync(lock, 'wx')
    writeSync(descriptor, String(process.pid))
    closeSync(descriptor)
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  }
}

/** True when the process that made the lock is gone. */
function isAbandoned(lock: string): boolean {
  try {
    const holder = Number(readFileSync(lock, 'utf8'))
    if (!Number.isInteger(holder) || holder <= 0) return false
    process.kill(holder, 0)
    return false
  } catch (error) {
    return errorCode(error) === 'ESRCH'
  }
}

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
