import type { RecordValue, State } from '../../kernel/state/collection.ts'

/** Every record of a state, as a state tree takes them. */
export function* recordsOf(
  state: State,
): Generator<readonly [collection: string, key: string, record: RecordValue]> {
  for (const collection of state.collectionNames()) {
    for (const [key, record] of state.entries(collection)) yield [collection, key, record]
  }
}
