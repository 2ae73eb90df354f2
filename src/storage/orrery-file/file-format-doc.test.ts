import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { bytesToHex } from '../../kernel/base/order.ts'
import { nodeSha256 as sha256 } from '../../kernel/testing/node-sha256.ts'
import { exampleFile } from '../testing/example-file.ts'
import { chunked } from '../testing/sample-world.ts'
import { readOrrery } from './read-orrery.ts'

test('the file of the documentation is the file that is written', async () => {
  const page = readFileSync('docs/file-format.md', 'utf8')
  const example = /```hex\n([^`]*)```/.exec(page)?.[1] ?? ''
  const shown = example.replaceAll(/#.*$/gm, '').replaceAll(/\s/g, '')
  const file = await exampleFile(sha256)
  expect(shown).toBe(bytesToHex(file))
  const kinds: string[] = []
  for await (const item of readOrrery(chunked(file), { sha256 })) kinds.push(item.kind)
  expect(kinds).toEqual(['world', 'blob', 'segment', 'branch', 'end'])
})
