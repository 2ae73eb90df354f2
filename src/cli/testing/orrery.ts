import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const program = fileURLToPath(new URL('../../../orrery', import.meta.url))

export interface Called {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Calls `./orrery` as a person does: a process of its own, bundled from the sources as they are. */
export function orrery(...words: readonly string[]): Called {
  const { status, stdout, stderr } = spawnSync(program, words, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return { code: status, stdout, stderr }
}

/** The same with `--json`: exit code and the one object that is printed. */
export function orreryJson(...words: readonly string[]): {
  readonly code: number | null
  readonly json: unknown
} {
  const { code, stdout, stderr } = orrery(...words, '--json')
  if (stderr !== '') throw new Error(`orrery ${words.join(' ')} wrote to stderr: ${stderr}`)
  return { code, json: JSON.parse(stdout) }
}
