/** Where an invariant broke, as far as the place that noticed knows. */
export interface InvariantPlace {
  readonly seq?: number
  readonly path?: string
}

/** A fault of our own. Never caught inside the kernel: the world halts at the frame and keeps its journal. */
export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation'
  readonly where: InvariantPlace | undefined

  constructor(sentence: string, where?: InvariantPlace) {
    super(sentence)
    this.where = where
  }
}

/** Stops when a condition that our own code guarantees does not hold. Stays on in production. */
export function assert(condition: boolean, sentence: string, where?: InvariantPlace): asserts condition {
  if (!condition) throw new InvariantViolation(sentence, where)
}
