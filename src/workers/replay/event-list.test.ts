import { expect, test } from 'vitest'
import { nodeSha256 as sha256 } from '../../kernel/testing/node-sha256.ts'
import { createMemoryStorage } from '../../storage/memory/memory-storage.ts'
import { valueOf } from '../testing/answers.ts'
import { sampleRun } from '../testing/sample-world.ts'
import { JournalWriter } from '../world/journal-writer.ts'
import { startOfBranch } from '../../storage/journal-batch.ts'
import { EventList } from './event-list.ts'
import { JournalIndex } from './journal-index.ts'
import { JournalView } from './journal-view.ts'

const { frames } = sampleRun(sha256, 12)
const rejections = frames.flatMap(({ frame }) =>
  frame.events.flatMap(({ kind }, index) =>
    kind === 'domain.action_rejected' ? [{ id: frame.firstEvent + index, actor: frame.action.actor }] : [],
  ),
)

async function openIndex() {
  const store = valueOf(await createMemoryStorage().openWorld('w'))
  const onFault = (found: unknown): void => {
    throw new Error(JSON.stringify(found))
  }
  const events = { onDurable: () => undefined, onFault }
  const writer = new JournalWriter({ store, start: startOfBranch('main'), sha256, now: () => 0, ...events })
  for (const record of frames) writer.append(record)
  valueOf(await writer.flush())
  const view = valueOf(await JournalView.open(store, 'main'))
  const index = await JournalIndex.open({ view, cache: undefined, sha256 })
  valueOf(await index.extend())
  return { view, index }
}

async function idsOf(filter: { readonly agent: string; readonly text?: string }): Promise<readonly number[]> {
  const { view, index } = await openIndex()
  const list = new EventList(view, index, filter)
  valueOf(await list.look(() => true))
  return Array.from({ length: list.count }, (_, row) => list.at(row))
}

test('what was refused an agent is among its events, with words and without', async () => {
  const [rejection] = rejections
  if (rejection === undefined) throw new Error('nothing was rejected in the sample')
  const { actor } = rejection
  const own = rejections.filter((other) => other.actor === actor).map(({ id }) => id)
  const others = rejections.filter((other) => other.actor !== actor).map(({ id }) => id)
  const found = await idsOf({ agent: actor })
  expect(found).toEqual(expect.arrayContaining(own))
  expect(others.some((id) => found.includes(id))).toBe(false)
  expect(await idsOf({ agent: actor, text: 'rejected' })).toEqual(own)
})
