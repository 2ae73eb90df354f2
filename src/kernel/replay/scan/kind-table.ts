/** The event kinds of a build by the bytes of their names, each with the reader of its payload. */
import { assert } from '../../base/assert.ts'
import type { EventDefinition } from '../../catalogue/define.ts'
import type { ValueMap } from '../../codec/value.ts'
import type { Catalogue } from '../../world/catalogue.ts'
import { createPayloadReader } from './payload-reader.ts'
import { scanKey, type ScanKey } from './scan-key.ts'
import type { Scan } from './scan.ts'

export interface ScannedKind {
  readonly kind: string
  readonly encoded: ScanKey
  /** Absent for kinds of another build. */
  readonly definition: EventDefinition | undefined
  readonly read: (scan: Scan) => ValueMap
}

export class KindTable {
  private readonly catalogue: Catalogue
  private readonly kinds: ScannedKind[] = []
  private latest = 0

  constructor(catalogue: Catalogue) {
    this.catalogue = catalogue
    for (const { kind } of catalogue.events.values()) this.add(kind)
  }

  at(index: number): ScannedKind {
    const kind = this.kinds[index]
    assert(kind !== undefined, 'A kind was found before it is asked for.')
    return kind
  }

  /** Index of the kind that comes next, behind which the scan then stands; −1, and it stays, for a stranger. */
  find(scan: Scan): number {
    const { kinds } = this
    // Events of one kind come in runs.
    const latest = kinds[this.latest]
    if (latest !== undefined && scan.key(latest.encoded)) return this.latest
    const found = kinds.findIndex(({ encoded }) => scan.key(encoded))
    if (found >= 0) this.latest = found
    return found
  }

  /** `find` that gives strangers an index too. */
  findOrAdd(scan: Scan): number {
    const found = this.find(scan)
    if (found >= 0) return found
    this.add(scan.text())
    return this.kinds.length - 1
  }

  private add(kind: string): void {
    const definition = this.catalogue.events.get(kind)
    const read = createPayloadReader(definition?.fields ?? {})
    this.kinds.push({ kind, encoded: scanKey(kind), definition, read })
  }
}
