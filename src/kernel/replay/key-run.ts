/**
 * The action keys of one run of frames while they are folded. They stay what they came as, and the keys of `idempotency`
 * records that nobody looks at are never made into texts.
 */
import { IDEMPOTENCY_RUN } from '../packs/core/events.ts'
import type { RecordValue } from '../state/collection.ts'

const SLASH = 0x2f
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Where actor and key of an action lie in bytes. */
export interface ActionNameParts {
  readonly actorAt: number
  readonly actorEnd: number
  readonly keyAt: number
  readonly keyEnd: number
}

type Texts = () => readonly string[]

function recordOf(time: number, parts: readonly Texts[]): RecordValue {
  let waiting = parts
  let made: readonly string[] | undefined
  return {
    time,
    get keys() {
      made ??= waiting.flatMap((texts) => texts())
      waiting = []
      return made
    },
  }
}

export class KeyRun {
  /** What came before `bytes`, in order. */
  private parts: Texts[] = []
  /** The last of the parts, while texts are added to it. */
  private texts: string[] | undefined
  private bytes = new Uint8Array(2048)
  private length = 0
  private readonly ends = new Uint16Array(IDEMPOTENCY_RUN)
  private ended = 0

  /** Adds a text that is there. */
  addText(text: string): void {
    if (this.texts === undefined) {
      this.closeBytes()
      const texts: string[] = []
      this.texts = texts
      this.parts.push(() => texts)
    }
    this.texts.push(text)
  }

  /** Adds texts that are made when somebody asks; they must come out the same whenever that is. */
  addTexts(texts: Texts): void {
    this.closeBytes()
    this.texts = undefined
    this.parts.push(texts)
  }

  /** Adds `actor/key` from the bytes of both. They are ASCII by their patterns, so bytes and text units count alike. */
  addParts(from: Uint8Array, { actorAt, actorEnd, keyAt, keyEnd }: ActionNameParts): void {
    this.reserve(actorEnd - actorAt + 1 + keyEnd - keyAt)
    const { bytes } = this
    let at = this.length
    for (let index = actorAt; index < actorEnd; index += 1) bytes[at++] = from[index] ?? 0
    bytes[at++] = SLASH
    for (let index = keyAt; index < keyEnd; index += 1) bytes[at++] = from[index] ?? 0
    this.length = at
    this.addNothing()
  }

  /** Adds what a derived frame has: an empty text. */
  addNothing(): void {
    this.texts = undefined
    this.ends[this.ended] = this.length
    this.ended += 1
  }

  /** The record of what is held, its keys made when somebody looks. Begins anew. */
  take(time: number): RecordValue {
    this.closeBytes()
    const { parts } = this
    this.parts = []
    this.texts = undefined
    return recordOf(time, parts)
  }

  private closeBytes(): void {
    if (this.ended === 0) return
    const bytes = this.bytes.slice(0, this.length)
    const ends = this.ends.slice(0, this.ended)
    this.length = 0
    this.ended = 0
    this.parts.push(() => {
      const text = decoder.decode(bytes)
      return [...ends].map((end, index) => text.slice(ends[index - 1] ?? 0, end))
    })
  }

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return
    const bytes = new Uint8Array(2 * (this.length + count))
    bytes.set(this.bytes.subarray(0, this.length))
    this.bytes = bytes
  }
}
