import { encodeCanonical } from '../../kernel/codec/encode.ts'
import { type Link, linkOf } from '../../kernel/codec/link.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import { encodeCarHeader, encodeSectionHead } from '../orrery-file/car.ts'
import { joinBytes } from './sample-world.ts'

/** A block under the link that its bytes have. */
export interface CraftedBlock {
  readonly link: Link
  readonly bytes: Uint8Array
}

export function craft(sha256: Sha256, bytes: Uint8Array, codec: Link['codec'] = 'dag-cbor'): CraftedBlock {
  return { link: linkOf(codec, sha256.digest(bytes)), bytes }
}

export function craftValue(sha256: Sha256, value: Parameters<typeof encodeCanonical>[0]): CraftedBlock {
  return craft(sha256, encodeCanonical(value))
}

export function section({ link, bytes }: CraftedBlock): Uint8Array {
  return joinBytes([encodeSectionHead(link, bytes.length), bytes])
}

/** An archive whose root is the first block. */
export function craftCar(root: CraftedBlock, ...blocks: readonly CraftedBlock[]): Uint8Array {
  return joinBytes([encodeCarHeader(root.link), section(root), ...blocks.map(section)])
}
