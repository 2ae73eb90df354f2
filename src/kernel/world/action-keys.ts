import { idempotency, orderedKey } from '../packs/core/collections.ts'
import { IDEMPOTENCY_RUN } from '../packs/core/events.ts'
import type { StateReader } from '../state/collection.ts'
import type { Change } from '../state/recorder.ts'
import { pairOf } from './apply.ts'
import { hashOfPair, PairHasher, PairIndex } from './pair-index.ts'

const NO_PAIRS: readonly string[] = []

const pairsOf = (record: Change['after']): readonly string[] =>
  // The collection holds what `applyEnvelope` put there.
  (record?.['keys'] as readonly string[] | undefined) ?? NO_PAIRS

/** Which frame accepted an action: what the collection `idempotency` holds, turned round. */
export class ActionKeys {
  private readonly index: PairIndex
  private readonly hasher = new PairHasher()
  /** The pair that was asked for last, which mostly is the next to be noted. */
  private readonly asked = { pair: '', hash: 0 }
  /** The run of pairs that changed last, which mostly is the next too. */
  private latest = { key: '', firstSeq: 0 }

  constructor(state: StateReader) {
    this.index = new PairIndex((seq) => {
      const run = idempotency.get(state, orderedKey(Math.floor(seq / IDEMPOTENCY_RUN)))
      return run?.keys[seq % IDEMPOTENCY_RUN]
    })
  }

  /** Seq of the frame that accepted this key, while it is remembered. */
  firstSeqOf(actor: string, key: string): number | undefined {
    const pair = pairOf(actor, key)
    const hash = this.hasher.hash(actor, key)
    this.asked.pair = pair
    this.asked.hash = hash
    return this.index.find(pair, hash)
  }

  /** Takes in a change of `idempotency`, or takes one back when `before` and `after` are exchanged. */
  follow({ key, before, after }: Omit<Change, 'collection'>): void {
    const had = pairsOf(before)
    const has = pairsOf(after)
    if (this.latest.key !== key) this.latest = { key, firstSeq: Number(key) * IDEMPOTENCY_RUN }
    const { firstSeq } = this.latest
    for (let index = has.length; index < had.length; index += 1) {
      const pair = had[index]
      if (pair !== undefined && pair !== '') this.index.remove(pair, this.hashOf(pair), firstSeq + index)
    }
    for (let index = had.length; index < has.length; index += 1) {
      const pair = has[index]
      if (pair !== undefined && pair !== '') this.index.add(pair, this.hashOf(pair), firstSeq + index)
    }
  }

  private hashOf(pair: string): number {
    return pair === this.asked.pair ? this.asked.hash : hashOfPair(pair)
  }
}
