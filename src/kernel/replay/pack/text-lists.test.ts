import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tries } from '../../testing/property.ts'
import { readSections, SectionWriter } from './sections.ts'
import { TextLists, TextListWriter } from './text-lists.ts'

function throughBytes(lists: readonly (readonly string[])[]): {
  readonly back: string[][]
  readonly size: number
} {
  const writer = new TextListWriter()
  for (const list of lists) writer.push(list)
  const sections = new SectionWriter()
  const bytes = sections.finish({ lists: writer.finish(sections) })
  const read = readSections(bytes)
  if (!read.ok) throw new Error(JSON.stringify(read.fault))
  const column = new TextLists(read.value.header['lists'] ?? null, read.value, lists.length)
  // Rows are read by themselves: backwards is as good as forwards.
  const back = lists.map((_, row) => column.row(lists.length - 1 - row)).toReversed()
  return { back, size: bytes.length }
}

test('lists of texts come back, whatever is in them', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.string({ unit: fc.constantFrom('0', '1', '9', 'a', '-', '\u0000', '\uffff'), maxLength: 24 }),
    fc.constantFrom(
      '',
      '0',
      '00',
      '007',
      '1234567890',
      '0123456789',
      '999999999',
      'a1b02c003',
      '9'.repeat(40),
    ),
  )
  fc.assert(
    fc.property(fc.array(fc.array(text, { maxLength: 20 }), { maxLength: 8 }), (lists) => {
      expect(throughBytes(lists).back).toEqual(lists)
    }),
    tries(500),
  )
})

test('numbered keys take about four bytes each', () => {
  const lists = Array.from({ length: 100 }, (_, run) =>
    Array.from({ length: 64 }, (_each, at) => {
      const agent = run * 64 + at
      return `driver:swarm/t12-${agent}-agent-${String(agent).padStart(5, '0')}`
    }),
  )
  const { back, size } = throughBytes(lists)
  expect(back).toEqual(lists)
  expect(size / 6400).toBeLessThan(4.5)
})
