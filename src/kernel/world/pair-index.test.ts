import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashOfPair, PairHasher, PairIndex } from './pair-index.ts'

/** Few hashes: entries crowd around the same slots. */
const crowdedHash = (pair: string): number => (hashOfPair(pair) % 3) + 1020

test('an index finds what a map of the same pairs finds, however hashes crowd', () => {
  const pair = fc.nat({ max: 80 }).map((n) => `a/${n}`)
  const step = fc.record({ pair, isAdded: fc.boolean() })
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 400, size: 'max' }),
      fc.constantFrom(hashOfPair, crowdedHash),
      (steps, hashOf) => {
        const pairs: (string | undefined)[] = []
        const seqsByPair = new Map<string, number[]>()
        const index = new PairIndex((seq) => pairs[seq])
        for (const { pair: name, isAdded } of steps) {
          const seqs = seqsByPair.get(name) ?? []
          seqsByPair.set(name, seqs)
          if (isAdded) {
            index.add(name, hashOf(name), pairs.length)
            seqs.push(pairs.length)
            pairs.push(name)
          } else {
            const seq = seqs.shift()
            if (seq !== undefined) index.remove(name, hashOf(name), seq)
          }
          expect(index.find(name, hashOf(name))).toBe(seqs.at(-1))
        }
        for (const [name, seqs] of seqsByPair) expect(index.find(name, hashOf(name))).toBe(seqs.at(-1))
      },
    ),
    { numRuns: 200 },
  )
})

test('an index grows and forgets', () => {
  const index = new PairIndex((seq) => `a/${seq}`)
  const add = (seq: number): void => index.add(`a/${seq}`, hashOfPair(`a/${seq}`), seq)
  const find = (seq: number): number | undefined => index.find(`a/${seq}`, hashOfPair(`a/${seq}`))
  for (let seq = 0; seq < 20_000; seq += 1) {
    add(seq)
    if (seq >= 5000) index.remove(`a/${seq - 5000}`, hashOfPair(`a/${seq - 5000}`), seq - 5000)
  }
  expect(find(14_999)).toBeUndefined()
  expect(find(15_000)).toBe(15_000)
  expect(find(19_999)).toBe(19_999)
  expect(find(20_000)).toBeUndefined()
})

test('actor and key hash as their pair', () => {
  const hasher = new PairHasher()
  fc.assert(
    fc.property(fc.constantFrom('', 'a', 'driver:x'), fc.string(), (actor, key) => {
      expect(hasher.hash(actor, key)).toBe(hashOfPair(`${actor}/${key}`))
    }),
  )
})
