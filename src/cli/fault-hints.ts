import type { Fault, FaultKind } from '../kernel/base/fault.ts'

/** What a person may do about a fault. Typed by kind: a new kind does not compile without a sentence. */
const HINTS: Readonly<Record<FaultKind, string>> = {
  'action.refused':
    'The world did not take this action; no frame was made. Check kind, payload, actor and key.',
  'blob.missing': 'A frame names bytes that the file does not hold. Ask for a complete export.',
  'file.block_hash':
    'A block does not match its own address: the file was changed or damaged after it was written.',
  'file.expansion': 'The file unpacks to far more than it holds. Do not trust it.',
  'file.malformed':
    'The archive is not built as a recording must be. It was damaged, or made by another program.',
  'file.newer_version': 'The file was written by a newer Orrery. Update this one to read it.',
  'file.not_car': 'This is not an .orrery recording. Check that you chose the right file.',
  'file.too_deep': 'A value is nested deeper than any recording needs. Do not trust the file.',
  'file.too_large':
    'A length in the file is beyond what any recording needs. The file is damaged or hostile.',
  'file.truncated': 'The file ends too early: the copy or download was cut short. Fetch it again.',
  'file.unreferenced': 'The file holds bytes that belong to nothing in it. They may have been added later.',
  'frame.hash': 'A frame does not continue the one before it: history was changed at this point.',
  'frame.not_canonical': 'A frame says the right thing in the wrong bytes; no Orrery writes it like that.',
  'frame.order': 'Frames or events do not follow each other by number: something is missing or doubled.',
  'frame.undecodable': 'A frame cannot be read. The recording holds up to the frame before it.',
  'input.invalid': 'A given value is not one that this command can use; the path says which.',
  'module.refused':
    'The module uses something that no module here may use, or is not valid WebAssembly; the offset says where.',
  'replay.divergence':
    'Running this step again gives another result than the file claims. The file was made by other rules, or changed with care.',
  'seal.manifest': 'The rules in force at this frame are not those its seal names.',
  'seal.missing': 'A frame that must carry a seal has none.',
  'seal.root': 'The state after this frame is not the one its seal names.',
  'seal.unexpected': 'A frame carries a seal where none may stand.',
  'semantics.unknown':
    'The file follows rules of another build: it plays back as far as its events are known here, and is not reproducible by this build.',
  'signature.invalid':
    'A signature does not belong to what it signs. Do not trust who this action claims to be from.',
  'storage.conflict': 'Somebody else wrote here at the same time. Run the command again.',
  'storage.newer_version': 'The stored data was written by a newer Orrery. Update this one.',
  'storage.quota': 'There is no room left to write. Free some space and run the command again.',
  'storage.torn_tail': 'The end of the stored journal was not completely written. What came before it holds.',
  'storage.unavailable':
    'The file or folder cannot be read or written. Check that it exists and that you may use it.',
  'world.halted': 'The world stopped because an inner rule was broken. Its journal up to there is kept.',
  'world.unknown': 'There is no world, branch or scenario of this name.',
}

/** What there is to say besides, where a reason says more than its kind. */
const HINTS_BY_REASON: Readonly<Record<string, string>> = {
  'file.truncated empty': 'The file is empty: nothing was written into it, or the download never began.',
  'input.invalid absent': 'There is nothing at this path after that frame.',
}

/** A fault as commands show it. */
export interface ShownFault {
  readonly kind: FaultKind
  readonly seq?: number
  readonly path?: string
  readonly offset?: number
  readonly expected?: string | number
  readonly actual?: string | number
  readonly hint: string
}

export function showFault({ reason, ...fault }: Fault): ShownFault {
  if (reason === undefined) return { ...fault, hint: HINTS[fault.kind] }
  const hint = HINTS_BY_REASON[`${fault.kind} ${reason}`] ?? `${HINTS[fault.kind]} (${reason})`
  return { ...fault, hint }
}

export function faultText(fault: ShownFault): string {
  const where = [
    ...(fault.seq === undefined ? [] : [`frame ${fault.seq}`]),
    ...(fault.path === undefined ? [] : [fault.path]),
    ...(fault.offset === undefined ? [] : [`byte ${fault.offset}`]),
  ]
  return [
    [fault.kind, ...where].join(' · '),
    ...(fault.expected === undefined ? [] : [`  expected  ${fault.expected}`]),
    ...(fault.actual === undefined ? [] : [`  actual    ${fault.actual}`]),
    `  ${fault.hint}`,
  ].join('\n')
}
