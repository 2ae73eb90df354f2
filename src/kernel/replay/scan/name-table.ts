/** Things by the canonical bytes of their names. */
import { scanKey, type ScanKey } from './scan-key.ts'
import type { Scan } from './scan.ts'

interface Named<T> {
  readonly encoded: ScanKey
  readonly thing: T
}

export class NameTable<T> {
  private readonly entries: readonly Named<T>[]
  /** Names come in runs. */
  private latest: Named<T> | undefined

  constructor(things: Iterable<readonly [name: string, thing: T]>) {
    this.entries = [...things].map(([name, thing]) => ({ encoded: scanKey(name), thing }))
  }

  /** What the name that comes next stands for; the scan then stands behind the name. Refuses strangers. */
  take(scan: Scan): T {
    const { latest } = this
    if (latest !== undefined && scan.key(latest.encoded)) return latest.thing
    // Not `find`: every call would make a closure.
    for (const entry of this.entries) {
      if (!scan.key(entry.encoded)) continue
      this.latest = entry
      return entry.thing
    }
    return scan.refuse()
  }
}
