// @ts-check
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { root } from './files.mjs'

/**
 * Runs one of the installed programs to its end.
 * @param {string} name @param {string[]} args @returns {{ok: boolean, text: string}}
 */
export function runTool(name, args) {
  const { status, error, stdout, stderr } = spawnSync(join(root, 'node_modules/.bin', name), args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, NO_COLOR: '1' },
  })
  if (error !== undefined) throw error
  return { ok: status === 0, text: stripVTControlCharacters(stdout + stderr) }
}

/** The folders of source that exist. A linter without names would follow every link it finds. */
export const sourceFolders = () =>
  ['src', 'scripts', 'e2e', 'bench'].filter((folder) => existsSync(join(root, folder)))

/**
 * The end of every check: what was looked at, and failure when that was nothing.
 * @param {{looked: number, what: string, faults: string[]}} result
 */
export function conclude({ looked, what, faults }) {
  const all = looked > 0 ? faults : [...faults, `looked at no ${what}`]
  for (const fault of all) process.stdout.write(`${fault}\n`)
  process.stdout.write(`${looked} ${what}, ${all.length === 0 ? 'no fault' : 'FAULTY'}\n`)
  process.exitCode = all.length === 0 ? 0 : 1
}
