import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const start = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url))

export interface Site {
  /** Ends with a slash. */
  readonly address: string
  stop(): Promise<void>
}

/** The built page on a free port, in a process of its own: what a person gets from `npm start`. */
export function startSite(): Promise<Site> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [start], {
      env: { ...process.env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = new Promise<void>((end) => child.once('exit', () => end()))
    const stop = async (): Promise<void> => {
      child.kill('SIGTERM')
      await ended
    }
    let text = ''
    child.stdout.on('data', (part: Buffer) => {
      text += part.toString()
      const address = /Orrery is at (\S+)/.exec(text)?.[1]
      if (address !== undefined) done({ address, stop })
    })
    child.once('error', fail)
    child.once('exit', (code) =>
      fail(new Error(`the server ended with ${code} before it was ready: ${text}`)),
    )
  })
}
