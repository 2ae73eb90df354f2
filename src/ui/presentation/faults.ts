import type { Fault, FaultKind } from '../../kernel/base/fault.ts'
import { faultText } from '../i18n/fault-text.ts'
import type { TextKey, Translate } from '../i18n/text.ts'
import { formatCount } from '../format.ts'
import { showControls } from './plain.ts'

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

/** A fault for people: what happened, where, and what to do. */
export interface FaultStory {
  readonly what: string
  readonly where?: string
  readonly advice?: string
}

export function tellFault(t: Translate, fault: Fault): FaultStory {
  const where = whereOf(t, fault)
  const known = Object.hasOwn(ADVICE, fault.kind)
  return {
    what: faultText(t, fault),
    ...(where === undefined ? {} : { where }),
    ...(known ? { advice: t(ADVICE[fault.kind]) } : {}),
  }
}

function whereOf(t: Translate, { seq, path }: Fault): string | undefined {
  const step = seq === undefined ? undefined : t('presentation.whereStep', { seq: formatCount(seq) })
  const place = path === undefined ? undefined : showControls(path)
  return step === undefined ? place : [step, place].filter((part) => part !== undefined).join(', ')
}
