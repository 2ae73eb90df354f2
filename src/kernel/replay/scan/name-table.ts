/** Things by the canonical bytes of their names. */
import { encodeCanonical } from '../../codec/encode.ts'
import type { Scan } from './scan.ts'

interface Named<T> {
  readonly encoded: Uint8Array
  readonly thing: T
}

export class NameTable<T> {
  private readonly entries: readonly Named<T>[]
  /** Names come in runs. */
  private latest: Named<T> | undefined

  constructor(things: Iterable<readonly [name: string, thing: T]>) {
    this.entries = [...things].map(([name, thing]) => ({ encoded: encodeCanonical(name), thing }))
  }

  /** What the name that comes next stands for; the scan then stands behind the name. Refuses strangers. */
  take(scan: Scan): T {
    const { latest } = this
    if (latest !== undefined && scan.key(latest.encoded)) return latest.thing
    const found = this.entries.find(({ encoded }) => scan.key(encoded))
    if (found === undefined) return scan.refuse()
    this.latest = found
    return found.thing
  }
}
