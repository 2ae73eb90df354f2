/** A fault as people are told it: what happened, where, and what to do. Every place that shows one tells it from here. */
import { type Fault, FAULT_KINDS, type FaultKind } from '../../kernel/base/fault.ts'
import { formatCount } from '../format.ts'
import { sayData } from '../i18n/i18n.ts'
import type { TextKey, Translate } from '../i18n/text.ts'
import { showName } from './plain.ts'

/** What a person can do about a fault, by kind. A kind that is missing here does not compile. */
const ADVICE = {
  'action.refused': 'presentation.adviceAction',
  'blob.missing': 'presentation.adviceOtherCopy',
  'file.block_hash': 'presentation.advicePrefix',
  'file.expansion': 'presentation.adviceDistrust',
  'file.malformed': 'presentation.advicePrefix',
  'file.newer_version': 'presentation.adviceUpdate',
  'file.not_car': 'presentation.adviceOtherFile',
  'file.too_deep': 'presentation.adviceDistrust',
  'file.too_large': 'presentation.adviceDistrust',
  'file.truncated': 'presentation.advicePrefix',
  'file.unreferenced': 'presentation.adviceOtherCopy',
  'frame.hash': 'presentation.advicePrefix',
  'frame.not_canonical': 'presentation.advicePrefix',
  'frame.order': 'presentation.advicePrefix',
  'frame.undecodable': 'presentation.advicePrefix',
  'input.invalid': 'presentation.adviceAction',
  'module.refused': 'presentation.adviceModule',
  'replay.divergence': 'presentation.adviceDivergence',
  'seal.manifest': 'presentation.adviceDivergence',
  'seal.missing': 'presentation.adviceDivergence',
  'seal.root': 'presentation.adviceDivergence',
  'seal.unexpected': 'presentation.adviceDivergence',
  'semantics.unknown': 'presentation.adviceUpdate',
  'signature.invalid': 'presentation.adviceDistrust',
  'storage.conflict': 'presentation.adviceReload',
  'storage.newer_version': 'presentation.adviceUpdate',
  'storage.quota': 'presentation.adviceRoom',
  'storage.torn_tail': 'presentation.adviceGoOn',
  'storage.unavailable': 'presentation.advicePermit',
  'world.halted': 'presentation.adviceHalted',
  'world.unknown': 'presentation.adviceOtherWorld',
} as const satisfies Readonly<Record<FaultKind, TextKey>>

interface Words {
  readonly what: TextKey
  readonly advice?: TextKey
}

/** What a kind says too broadly, by the reason that comes with it. */
const BY_REASON: Readonly<Record<string, Words>> = {
  'action.refused follower': { what: 'fault.follower', advice: 'presentation.adviceFollower' },
  'action.refused read_only': { what: 'fault.follower', advice: 'presentation.adviceFollower' },
  'action.refused worker_ended': { what: 'fault.workerEnded', advice: 'presentation.adviceAgain' },
  'action.refused worker_failed': { what: 'fault.workerEnded', advice: 'presentation.adviceAgain' },
  'input.invalid absent': { what: 'fault.absent', advice: 'presentation.adviceAbsent' },
  'input.invalid no_cause': { what: 'fault.noCause', advice: 'presentation.adviceOtherStep' },
  'input.invalid no_command': { what: 'fault.noCommand', advice: 'presentation.adviceCommands' },
  'input.invalid no_effect': { what: 'fault.noEffect', advice: 'presentation.adviceOtherStep' },
  'input.invalid no_timeline': { what: 'fault.noTimeline', advice: 'presentation.adviceTimeline' },
  'input.invalid superseded': { what: 'fault.superseded', advice: 'presentation.adviceAgain' },
  'world.unknown branch': { what: 'fault.noBranch', advice: 'presentation.adviceBranch' },
  'world.unknown none_open': { what: 'fault.noneOpen', advice: 'presentation.adviceOtherWorld' },
}

function wordsOf({ kind, reason, path, actual }: Fault): Words {
  const narrowed = `${kind} ${reason}`
  if (Object.hasOwn(BY_REASON, narrowed)) return BY_REASON[narrowed] ?? { what: 'fault.other' }
  if (kind === 'file.truncated' && actual === 0)
    return { what: 'fault.fileEmpty', advice: 'presentation.adviceOtherCopy' }
  if (kind === 'input.invalid' && path !== undefined)
    return { what: 'fault.part', advice: 'presentation.adviceAction' }
  // A fault crosses a worker and may come from a newer build than this page.
  if (!FAULT_KINDS.includes(kind)) return { what: 'fault.other' }
  return { what: `fault.${kind}`, advice: ADVICE[kind] }
}

function valuesOf({ kind, seq, path, reason }: Fault) {
  return {
    kind,
    seq: seq === undefined ? '?' : formatCount(seq),
    reason: reason ?? kind,
    path: showName(path ?? ''),
  }
}

export interface FaultStory {
  readonly what: string
  readonly where?: string
  readonly advice?: string
}

export interface TellOptions {
  /** How many frames of a refused file hold. When none does, opening what holds is no advice. */
  readonly verifiedFrames?: number
}

export function tellFault(t: Translate, fault: Fault, options: TellOptions = {}): FaultStory {
  const values = valuesOf(fault)
  const words = wordsOf(fault)
  const where = whereOf(t, fault)
  const isHollow = words.advice === 'presentation.advicePrefix' && options.verifiedFrames === 0
  const advice = isHollow ? 'presentation.adviceOtherCopy' : words.advice
  return {
    what: sayData(words.what, values),
    ...(where === undefined ? {} : { where }),
    ...(advice === undefined ? {} : { advice: sayData(advice, values) }),
  }
}

/** The story in one line. The place is left out when the sentence has named it. */
export function faultLine(t: Translate, fault: Fault): string {
  const { what, where, advice } = tellFault(t, fault)
  const { seq, path } = valuesOf(fault)
  const isSaid =
    (fault.seq === undefined || what.includes(seq)) && (fault.path === undefined || what.includes(path))
  const place = where === undefined || isSaid ? undefined : t('presentation.faultWhere', { where })
  return [what, place, advice].filter((part) => part !== undefined).join(' ')
}

function whereOf(t: Translate, fault: Fault): string | undefined {
  const { seq, path } = valuesOf(fault)
  const parts = [
    ...(fault.seq === undefined ? [] : [t('presentation.whereStep', { seq })]),
    ...(fault.path === undefined ? [] : [path]),
  ]
  return parts.length === 0 ? undefined : parts.join(', ')
}
