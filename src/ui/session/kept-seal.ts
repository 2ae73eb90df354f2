/** The last seal of this tab, so that a reload does not forget what was proved or found broken. */
import { FAULT_KINDS, type Fault, type FaultKind } from '../../kernel/base/fault.ts'
import type { SealReport } from '../../workers/protocol.ts'
import { readSaved, save } from '../saved.ts'
import type { Session } from './session-context.ts'
import type { SessionState } from './session-state.ts'

const NAME = 'seal'
const HASH = /^[0-9a-f]{64}$/

function worldOf({ opened }: SessionState): string | undefined {
  return opened === undefined ? undefined : `${opened.world.genesis}/${opened.branch}`
}

/** Keeps each seal that is found, and shows the kept one when its world is opened. Call it after the first picture. */
export function keepSeal(session: Session): () => void {
  const { store } = session
  void restore(session)
  return store.subscribe((state, before) => {
    const world = worldOf(state)
    if (state.verify !== before.verify && state.verify.state === 'done' && world !== undefined)
      save('tab', NAME, JSON.stringify({ world, report: state.verify.report }))
    if (state.opened !== before.opened) void restore(session)
  })
}

/** A report that was good speaks of frames by the hash of the last one: it holds only where that frame still stands. */
async function restore({ store, replay }: Session): Promise<void> {
  const state = store.getState()
  const world = worldOf(state)
  const kept = readKept()
  if (kept === undefined || kept.world !== world || state.verify.state !== 'never') return
  const { report } = kept
  if (report.ok) {
    const last = await replay.stepView(report.frames - 1)
    if (!last.ok || last.value.hash !== report.headHash) return
  }
  const now = store.getState()
  if (worldOf(now) === world && now.verify.state === 'never')
    store.setState({ verify: { state: 'done', report } })
}

function readKept(): { readonly world: string; readonly report: SealReport } | undefined {
  const text = readSaved('tab', NAME)
  if (text === undefined) return undefined
  try {
    const kept = fieldsOf(JSON.parse(text))
    const world = kept['world']
    const report = parseReport(kept['report'])
    return typeof world === 'string' && report !== undefined ? { world, report } : undefined
  } catch {
    return undefined
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

export function parseReport(value: unknown): SealReport | undefined {
  const { ok, frames, events, headHash, stateRoot, seals, fault } = fieldsOf(value)
  const { intact, authentic, reproduced } = fieldsOf(seals)
  const areFlags = [ok, intact, authentic, reproduced].every((flag) => typeof flag === 'boolean')
  if (!areFlags || !isCount(frames) || !isCount(events) || !isHash(headHash) || !isHash(stateRoot))
    return undefined
  const found = fault === undefined ? undefined : parseFault(fault)
  // Good reports name no fault, and others do.
  if (ok === true ? fault !== undefined || frames === 0 : found === undefined) return undefined
  return {
    ok: ok === true,
    frames,
    events,
    headHash,
    stateRoot,
    seals: { intact: intact === true, authentic: authentic === true, reproduced: reproduced === true },
    ...(found === undefined ? {} : { fault: found }),
  }
}

function parseFault(value: unknown): Fault | undefined {
  const { kind, seq, path, reason, expected, actual } = fieldsOf(value)
  if (!isFaultKind(kind)) return undefined
  return {
    kind,
    ...(isCount(seq) ? { seq } : {}),
    ...(typeof path === 'string' ? { path } : {}),
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(isScalar(expected) ? { expected } : {}),
    ...(isScalar(actual) ? { actual } : {}),
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
const isHash = (value: unknown): value is string => typeof value === 'string' && HASH.test(value)
const isFaultKind = (value: unknown): value is FaultKind => FAULT_KINDS.some((kind) => kind === value)
const isScalar = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number'
