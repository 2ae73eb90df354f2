// @ts-check
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of the project, with a slash at its end. */
export const root = fileURLToPath(new URL('../', import.meta.url))

/**
 * The project's own files: what git tracks and what it would track, without what it ignores.
 * @param {...string} patterns git path patterns, all files when none is given
 */
export function projectFiles(...patterns) {
  const listing = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...patterns],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    },
  )
  const paths = [...new Set(listing.split('\0'))].filter((path) => path !== '' && existsSync(root + path))
  return paths.sort()
}
