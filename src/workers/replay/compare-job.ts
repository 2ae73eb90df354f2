import { bytesToHex } from '../../kernel/base/order.ts'
import { ok, type Result } from '../../kernel/base/result.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import { decodeFrame } from '../../kernel/journal/frame-decode.ts'
import {
  compareJournals,
  type CompareAnswer,
  type CompareQuestion,
  type Comparison,
  type FrameRun,
} from '../../kernel/replay/compare.ts'
import type { Value } from '../../kernel/codec/value.ts'
import type { Storage } from '../../storage/port.ts'
import type { CompareReport, PlainValue } from '../protocol.ts'
import { valueToPlain } from '../shared/plain-value.ts'
import { sliceBytes } from '../shared/segment-read.ts'
import { JournalView } from './journal-view.ts'

export interface CompareSource {
  readonly storage: Storage
  readonly sha256: Sha256
  readonly worldKey: string
  readonly branch: string
}

/** Where an open journal and another one part. */
export async function compareWith(view: JournalView, other: CompareSource): Promise<Result<CompareReport>> {
  const { storage, sha256, worldKey, branch } = other
  const store = await storage.openWorld(worldKey)
  if (!store.ok) return store
  const opened = await JournalView.open(store.value, branch)
  const report = opened.ok ? await compareViews(view, opened.value, sha256) : opened
  await store.value.close()
  return report
}

/** The kernel asks, storage answers. */
async function compareViews(a: JournalView, b: JournalView, sha256: Sha256): Promise<Result<CompareReport>> {
  const comparison = compareJournals(runsOf(a), runsOf(b))
  let step = comparison.next()
  while (step.done !== true) {
    const answer = await answerTo(step.value, step.value.side === 'a' ? a : b, sha256)
    if (!answer.ok) return answer
    step = comparison.next(answer.value)
  }
  return ok(toReport(step.value))
}

function runsOf({ path, head }: JournalView): readonly FrameRun[] {
  const closedTo = path.at(-1)?.last ?? -1
  if (closedTo >= head.seq) return path
  return [...path, { first: closedTo + 1, last: head.seq, lastHash: head.hash }]
}

async function answerTo(
  question: CompareQuestion,
  view: JournalView,
  sha256: Sha256,
): Promise<Result<CompareAnswer>> {
  if (question.ask === 'frame') {
    const row = await view.load(question.seq)
    if (!row.ok) return row
    const frame = decodeFrame(sliceBytes(row.value.slices[question.seq - row.value.first]))
    return frame.ok ? ok({ ask: 'frame', frame: frame.value }) : frame
  }
  const run = runsOf(view)[question.run]
  const first = run?.first ?? 0
  const row = await view.load(first)
  if (!row.ok) return row
  const hashes = sha256.digestAll(row.value.slices.slice(first - row.value.first).map(sliceBytes))
  return ok({ ask: 'hashes', hashes })
}

function toReport({ equal, firstDifference, hashCompares }: Comparison): CompareReport {
  if (firstDifference === undefined) return { equal, hashCompares }
  const { seq, at, path, a, b } = firstDifference
  return { equal, firstDifference: { seq, at, path, a: toPlain(a), b: toPlain(b) }, hashCompares }
}

/** Bytes are told as hex: a person reads this. */
function toPlain(value: Value | undefined): PlainValue {
  if (value === undefined) return null
  return value instanceof Uint8Array ? bytesToHex(value) : valueToPlain(value)
}
