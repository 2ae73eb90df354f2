import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'
import { projectFiles, root } from '../../scripts/files.mjs'

// A path in the docs that leads nowhere sends a newcomer astray.

interface Mention {
  readonly line: number
  readonly path: string
}

/** Paths, from the project's folder, that a page links to or names in code marks. */
function mentionsIn(page: string, text: string): Mention[] {
  let isFenced = false
  return text.split('\n').flatMap((content, index) => {
    if (/^\s*```/.test(content)) isFenced = !isFenced
    if (isFenced) return []
    const links = [...content.matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^([a-z]+:|#)/.test(target))
      .map((target) => normalize(join(dirname(page), decodeURI(target.replace(/[#?].*$/, '')))))
    const named = [...content.matchAll(/`((?:src|scripts|e2e|bench|docs|modules|public)\/[^`\s]*)`/g)]
      .map(([, target = '']) => target.replace(/(:\d+)?[.,;]?$/, ''))
      .filter((target) => !/[*<>{}…]/.test(target))
    return [...links, ...named].map((path) => ({ line: index + 1, path }))
  })
}

const pages = projectFiles('README.md', 'docs', 'src', 'bench', 'e2e', 'modules').filter((path) =>
  path.endsWith('.md'),
)

test('every path in the docs exists', () => {
  const mentions = pages.flatMap((page) =>
    mentionsIn(page, readFileSync(root + page, 'utf8')).map((mention) => ({ page, ...mention })),
  )
  console.log(`${pages.length} pages, ${mentions.length} paths`)
  expect(mentions.length).toBeGreaterThan(0)
  const lost = mentions.filter(({ path }) => !existsSync(join(root, path)))
  expect(lost.map(({ page, line, path }) => `${page}:${line} ${path}`)).toEqual([])
})

test('a lost path is seen', () => {
  const page = [
    'See [the map](../lost/map.md#top), [a site](https://example.org) and [here](#here).',
    '`src/lost.ts`, `src/lost/`, `src/*/lost.ts`, `npm test`',
    '```',
    '`src/in-a-fence.ts`',
    '```',
    '![picture](pictures/lost.png "A picture")',
  ].join('\n')
  expect(mentionsIn('docs/guide/page.md', page)).toEqual([
    { line: 1, path: 'docs/lost/map.md' },
    { line: 2, path: 'src/lost.ts' },
    { line: 2, path: 'src/lost/' },
    { line: 6, path: 'docs/guide/pictures/lost.png' },
  ])
})
