/** What a frame must keep to whatever the state is. */
import { fault, type Fault } from '../base/fault.ts'
import { SEAL_INTERVAL } from '../base/limits.ts'
import { bytesToHex, compareBytes } from '../base/order.ts'
import type { ActionDefinition } from '../catalogue/define.ts'
import { linkToHex } from '../codec/link.ts'
import type { Frame, Seal } from '../journal/frame.ts'
import type { WorldPorts } from '../world/world.ts'

/** A frame as far as its seal goes. */
export interface Sealed {
  readonly seq: number
  readonly seal?: Seal | undefined
}

/** The rule of K2. Actions that this build does not know may be sealed for reasons it does not know. */
export function checkSealPresence(
  { seq, seal }: Sealed,
  action: ActionDefinition | undefined,
): Fault | undefined {
  const isDue = action?.isSealed === true || seq % SEAL_INTERVAL === SEAL_INTERVAL - 1
  if (isDue && seal === undefined) return fault('seal.missing', { seq })
  if (!isDue && seal !== undefined && action !== undefined) return fault('seal.unexpected', { seq })
  return undefined
}

/** Every blob that a frame names is there and is what its name says. */
export function checkRefs(
  { seq, refs }: Frame,
  ports: Pick<WorldPorts, 'blobs' | 'sha256'>,
): Fault | undefined {
  for (const ref of refs ?? []) {
    const path = linkToHex(ref)
    const bytes = ports.blobs?.(ref.digest)
    if (bytes === undefined) return fault('blob.missing', { seq, path })
    const hash = ports.sha256.digest(bytes)
    if (compareBytes(hash, ref.digest) !== 0)
      return fault('file.block_hash', { seq, path, actual: bytesToHex(hash) })
  }
  return undefined
}
