/**
 * The action keys of one run of frames while they are folded, as bytes: `idempotency` records that nobody looks at are
 * never made into texts. Actors and keys are ASCII by their patterns, so bytes and text units count alike.
 */
import { assert } from '../base/assert.ts'
import type { RecordValue } from '../state/collection.ts'
import { IDEMPOTENCY_RUN } from '../packs/core/events.ts'

const SLASH = 0x2f
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export class KeyRun {
  private bytes = new Uint8Array(2048)
  private length = 0
  private readonly ends = new Uint16Array(IDEMPOTENCY_RUN)
  private held = 0

  /** Keys held; a derived frame holds an empty one. */
  get count(): number {
    return this.held
  }

  clear(): void {
    this.length = 0
    this.held = 0
  }

  /** Adds `actor/key`, or nothing for a derived frame. */
  addText(pair: string): void {
    this.reserve(pair.length)
    for (let index = 0; index < pair.length; index += 1)
      this.bytes[this.length + index] = pair.charCodeAt(index)
    this.length += pair.length
    this.close()
  }

  /** Adds `actor/key` from the bytes of both. */
  addParts(from: Uint8Array, parts: ActionNameParts): void {
    const { actorAt, actorEnd, keyAt, keyEnd } = parts
    this.reserve(actorEnd - actorAt + 1 + keyEnd - keyAt)
    const { bytes } = this
    let at = this.length
    for (let index = actorAt; index < actorEnd; index += 1) bytes[at++] = from[index] ?? 0
    bytes[at++] = SLASH
    for (let index = keyAt; index < keyEnd; index += 1) bytes[at++] = from[index] ?? 0
    this.length = at
    this.close()
  }

  /** Adds `actor/key` as it stands in bytes. */
  addBytes(from: Uint8Array, start: number, end: number): void {
    this.reserve(end - start)
    for (let index = start; index < end; index += 1)
      this.bytes[this.length + index - start] = from[index] ?? 0
    this.length += end - start
    this.close()
  }

  /** The record of what is held, made when it is called. */
  toRecord(time: number): () => RecordValue {
    const bytes = this.bytes.slice(0, this.length)
    const ends = this.ends.slice(0, this.held)
    return () => {
      const text = decoder.decode(bytes)
      const keys: string[] = []
      let start = 0
      for (const end of ends) {
        keys.push(text.slice(start, end))
        start = end
      }
      return { time, keys }
    }
  }

  private close(): void {
    assert(this.held < IDEMPOTENCY_RUN, 'A run holds the keys of its frames.')
    this.ends[this.held] = this.length
    this.held += 1
  }

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return
    const bytes = new Uint8Array(2 * (this.length + count))
    bytes.set(this.bytes.subarray(0, this.length))
    this.bytes = bytes
  }
}

/** Where actor and key of an action lie in bytes. */
export interface ActionNameParts {
  readonly actorAt: number
  readonly actorEnd: number
  readonly keyAt: number
  readonly keyEnd: number
}
