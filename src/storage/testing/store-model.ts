import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { framesOf, hexOf, valueOf } from './reading.ts'
import type { StorageUnderTest } from './under-test.ts'
import { frameAt, sampleChain, sampleChunk, type SampleFrame, sampleSegment } from './sample-chain.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import type { CommitBatch, WorldStore } from '../port.ts'

/** What a world should hold: whole paths, nothing shared, nothing clever. */
interface ModelBranch {
  readonly name: string
  chain: readonly SampleFrame[]
  /** First frame that lies in no closed segment of this path. */
  openFrom: number
  /** Seqs at which closed segments of this path end. */
  closedEnds: readonly number[]
}

type Step =
  | { readonly do: 'append'; readonly branch: number; readonly frames: number; readonly closed: number }
  | { readonly do: 'fork'; readonly branch: number; readonly at: number; readonly frames: number }
  | { readonly do: 'stale'; readonly branch: number }
  | { readonly do: 'cut'; readonly branch: number; readonly drop: number }
  | { readonly do: 'reopen' }

const index = fc.nat(1000)
const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('append' as const),
        branch: index,
        frames: fc.integer({ min: 1, max: 6 }),
        closed: fc.nat(6),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('fork' as const), branch: index, at: index, frames: fc.nat(3) }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('stale' as const), branch: index }) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('cut' as const),
        branch: index,
        drop: fc.integer({ min: 1, max: 3 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const) }) },
  ),
  { minLength: 1, maxLength: 25 },
)

/** Random histories of one world, compared after each step with the model. */
export function describeStoreModel(under: StorageUnderTest, options: { readonly runs: number }): void {
  describe(`${under.name}: any history of commits`, () => {
    test('reads back as the model says', async () => {
      const sha256 = await under.sha256()
      await fc.assert(
        fc.asyncProperty(steps, async (history) => {
          const { storage, again } = await under.open()
          let store = valueOf(await storage.openWorld('w'))
          const model: ModelBranch[] = []
          for (const step of history) {
            if (step.do === 'reopen') {
              await store.close()
              store = valueOf(await (await again()).openWorld('w'))
            } else await take(step, { store, model, sha256 })
            await compare(store, model)
          }
          await store.destroy()
        }),
        { numRuns: options.runs },
      )
    }, 60_000)
  })
}

interface Run {
  readonly store: WorldStore
  readonly model: ModelBranch[]
  readonly sha256: Sha256
}

async function take(step: Exclude<Step, { do: 'reopen' }>, run: Run): Promise<void> {
  if (run.model.length === 0) {
    const first: ModelBranch = { name: 'b0', chain: [], openFrom: 0, closedEnds: [] }
    run.model.push(first)
    await append(run, first, { frames: 2, closed: 0 })
    return
  }
  const branch = run.model[step.branch % run.model.length]
  if (branch === undefined) return
  if (step.do === 'append') await append(run, branch, step)
  else if (step.do === 'fork') await fork(run, branch, step)
  else if (step.do === 'cut') await cut(run, branch, step.drop)
  else await stale(run, branch)
}

/** Appends frames; the first `closed` of them (with what was open before) end up in one closed segment. */
async function append(
  run: Run,
  branch: ModelBranch,
  size: { readonly frames: number; readonly closed: number },
  forkOf?: CommitBatch['forkOf'],
): Promise<void> {
  const { store, sha256 } = run
  const before = branch.chain.length
  const chain = sampleChain({ sha256, frames: size.frames, after: branch.chain, salt: branch.name })
  const closes = size.closed > 0 && size.frames > 0
  const closedTo = closes ? before + Math.min(size.closed, size.frames) - 1 : before - 1
  const last = chain.length - 1
  valueOf(
    await store.commit({
      branch: branch.name,
      expectedHead: before === 0 || forkOf !== undefined ? undefined : frameAt(branch.chain, before - 1).head,
      ...(forkOf === undefined ? {} : { forkOf }),
      head: frameAt(chain, last).head,
      closed: closes ? [sampleSegment(sha256, chain, { first: branch.openFrom, last: closedTo })] : [],
      tail: closedTo < last ? [sampleChunk(chain, { first: closedTo + 1, last })] : [],
      blobs: [],
      durability: 'relaxed',
    }),
  )
  branch.chain = chain
  if (!closes) return
  branch.openFrom = closedTo + 1
  branch.closedEnds = [...branch.closedEnds, closedTo]
}

async function fork(
  run: Run,
  parent: ModelBranch,
  step: { readonly at: number; readonly frames: number },
): Promise<void> {
  const at = step.at % parent.chain.length
  const closedEnds = parent.closedEnds.filter((end) => end <= at)
  const child: ModelBranch = {
    name: `b${run.model.length}`,
    chain: parent.chain.slice(0, at + 1),
    openFrom: (closedEnds.at(-1) ?? -1) + 1,
    closedEnds,
  }
  run.model.push(child)
  await append(
    run,
    child,
    { frames: step.frames, closed: 0 },
    { branch: parent.name, at: frameAt(parent.chain, at).head },
  )
}

async function stale(run: Run, branch: ModelBranch): Promise<void> {
  const head = branch.chain.length - 1
  const chain = sampleChain({
    sha256: run.sha256,
    frames: 1,
    after: branch.chain.slice(0, head),
    salt: 'stale',
  })
  if (head === 0) return
  const answer = await run.store.commit({
    branch: branch.name,
    expectedHead: frameAt(chain, head - 1).head,
    head: frameAt(chain, head).head,
    closed: [],
    tail: [sampleChunk(chain, { first: head, last: head })],
    blobs: [],
    durability: 'relaxed',
  })
  expect(answer).toMatchObject({ ok: false, fault: { kind: 'storage.conflict', seq: head } })
}

/** Drops the last frames of a branch nobody forked from, if they are still in its tail. */
async function cut(run: Run, branch: ModelBranch, drop: number): Promise<void> {
  const last = branch.chain.length - 1 - drop
  const stored = valueOf(await run.store.branches()).find(({ name }) => name === branch.name)
  const ownFrom = Math.max(branch.openFrom, (stored?.forkOf?.at.seq ?? -1) + 1)
  const isForked = valueOf(await run.store.branches()).some(({ forkOf }) => forkOf?.branch === branch.name)
  if (isForked || last < ownFrom) return
  valueOf(
    await run.store.cut({
      branch: branch.name,
      expectedHead: frameAt(branch.chain, branch.chain.length - 1).head,
      head: frameAt(branch.chain, last).head,
      tail: [sampleChunk(branch.chain, { first: ownFrom, last })],
    }),
  )
  branch.chain = branch.chain.slice(0, last + 1)
}

async function compare(store: WorldStore, model: readonly ModelBranch[]): Promise<void> {
  for (const branch of model) {
    expect(await framesOf(store, branch.name)).toEqual(hexOf(branch.chain))
    const from = Math.floor(branch.chain.length / 2)
    expect(await framesOf(store, branch.name, { from })).toEqual(hexOf(branch.chain.slice(from)))
    const journal = valueOf(await store.journal(branch.name))
    expect(journal.branch.head).toEqual(frameAt(branch.chain, branch.chain.length - 1).head)
    expect(journal.path.filter((row) => !row.isClipped).map((row) => row.last)).toEqual(branch.closedEnds)
    for (const row of journal.path) {
      expect(row.lastHash).toEqual(frameAt(branch.chain, row.last).head.hash)
      expect(row.firstEvent + row.events).toBe(frameAt(branch.chain, row.last).head.nextEvent)
    }
  }
}
