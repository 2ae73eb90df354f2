/** Every kind of operating fault, in the form `area.what`. A kind names its cause; the sentence for people is made elsewhere. */
export const FAULT_KINDS = [
  'action.refused',
  'blob.missing',
  'file.block_hash',
  'file.expansion',
  'file.malformed',
  'file.newer_version',
  'file.not_car',
  'file.too_deep',
  'file.too_large',
  'file.truncated',
  'file.unreferenced',
  'frame.hash',
  'frame.not_canonical',
  'frame.order',
  'frame.undecodable',
  'input.invalid',
  'module.refused',
  'replay.divergence',
  'seal.manifest',
  'seal.missing',
  'seal.root',
  'seal.unexpected',
  'semantics.unknown',
  'signature.invalid',
  'storage.conflict',
  'storage.newer_version',
  'storage.quota',
  'storage.torn_tail',
  'storage.unavailable',
  'world.halted',
  'world.unknown',
] as const

export type FaultKind = (typeof FAULT_KINDS)[number]

/** What a fault may say besides its kind. */
export interface FaultData {
  /** The frame it concerns. */
  readonly seq?: number
  /** Where in a value or in the state (RFC 6901, without a leading slash). */
  readonly path?: string
  /** Where in the bytes it concerns. */
  readonly offset?: number
  readonly expected?: string | number
  readonly actual?: string | number
  /** A short code such as `not_owner`; never a sentence. */
  readonly reason?: string
}

/** A plain object, so that it survives structured clone. */
export interface Fault extends FaultData {
  readonly kind: FaultKind
}

/** Makes a fault. */
export function fault(kind: FaultKind, data?: FaultData): Fault {
  return data === undefined ? { kind } : { kind, ...data }
}
