import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tries } from '../../testing/property.ts'
import { naiveRoute } from './testing/naive-generations.ts'
import { FakeModules, type Graph, type Reaction } from './testing/fake-modules.ts'
import { routeEvents } from './routing-generations.ts'

const emits = (...kinds: readonly string[]): Reaction => ({ type: 'emits', kinds })
const FAULTS: Reaction = { type: 'faults' }

/** The calls that a frame's events lead to, and the events of the frame in their order. */
function route(graph: Graph, kinds: readonly string[]): FakeModules & { limited?: unknown } {
  const fake = new FakeModules(graph)
  const limited = routeEvents(fake.begin(kinds), fake)
  return Object.assign(fake, { limited })
}

test('each module in the order of ids gets all its events, and its outputs wait for the next generation', () => {
  const { log, events, limited } = route(
    {
      m2: { batchMax: 1, on: { moved: emits('heard.m2'), 'heard.m1': emits() } },
      m1: { batchMax: 1, on: { moved: emits('heard.m1'), paid: emits('heard.paid') } },
    },
    ['moved', 'paid', 'moved', 'unheard'],
  )
  expect(log).toEqual(['m1(1)', 'm1(2)', 'm1(3)', 'm2(1)', 'm2(3)', 'm2(5)', 'm2(8)'])
  // By input event, then module: 5 and 6 came of event 1, 7 of event 2, 8 and 9 of event 3.
  expect(events.slice(4)).toEqual([
    { id: 5, kind: 'heard.m1', cause: 1, by: 'm1' },
    { id: 6, kind: 'heard.m2', cause: 1, by: 'm2' },
    { id: 7, kind: 'heard.paid', cause: 2, by: 'm1' },
    { id: 8, kind: 'heard.m1', cause: 3, by: 'm1' },
    { id: 9, kind: 'heard.m2', cause: 3, by: 'm2' },
  ])
  expect(limited).toBeUndefined()
})

test('batches are cut at batchMax, one module and one generation each', () => {
  const { log } = route({ m1: { batchMax: 2, on: { a: emits(), b: emits('a') } } }, ['a', 'b', 'a', 'b', 'a'])
  expect(log).toEqual(['m1(1,2)', 'm1(3,4)', 'm1(5)', 'm1(6,7)'])
})

test('a batch that fails is run again one by one, and only what failed alone is lost', () => {
  const { log, events } = route({ m1: { batchMax: 4, on: { a: emits('out'), bad: FAULTS } } }, [
    'a',
    'bad',
    'a',
    'a',
    'a',
  ])
  expect(log).toEqual(['m1(1,2,3,4)!', 'm1(1)', 'm1(2)!', 'm1(3)', 'm1(4)', 'm1(5)'])
  expect(events.slice(5).map(({ cause }) => cause)).toEqual([1, 3, 4, 5])
})

test('a module that is quarantined is not called again; what it said before stays', () => {
  const graph: Graph = {
    m1: { batchMax: 2, failuresMax: 2, on: { a: emits('out'), bad: FAULTS, out: emits() } },
    m2: { batchMax: 9, on: { a: emits(), out: emits() } },
  }
  const { log, events, limited } = route(graph, ['a', 'bad', 'bad', 'a', 'a'])
  expect(log).toEqual(['m1(1,2)!', 'm1(1)', 'm1(2)!', 'm1(3,4)!', 'm1(3)!', 'm2(1,4,5)', 'm2(6)'])
  expect(events.slice(5)).toEqual([{ id: 6, kind: 'out', cause: 1, by: 'm1' }])
  expect(limited).toBeUndefined()
})

test('four generations are told; what the last of them led to stays untold', () => {
  const { log, events, limited } = route({ m1: { batchMax: 9, on: { a: emits('a', 'a', 'quiet') } } }, ['a'])
  expect(log.map((call) => call.split(',').length)).toEqual([1, 2, 4, 8])
  expect(events.filter(({ kind }) => kind === 'a')).toHaveLength(31)
  expect(limited).toEqual({ depth: 4, dropped: 16 })
})

test('nothing is dropped where nobody would have been told', () => {
  const chain = { a: emits('b'), b: emits('c'), c: emits('d'), d: emits('e') }
  expect(route({ m1: { batchMax: 1, on: chain } }, ['a']).limited).toBeUndefined()
  expect(route({ m1: { batchMax: 1, on: { ...chain, e: emits() } } }, ['a']).limited).toEqual({
    depth: 4,
    dropped: 1,
  })
})

test('1,024 events are told, and an event is told to all or none', () => {
  const graph: Graph = {
    m1: { batchMax: 100, on: { a: emits() } },
    m2: { batchMax: 5000, on: { a: emits() } },
  }
  const many = Array.from({ length: 2000 }, (_, index) => (index % 2 === 0 ? 'a' : 'quiet'))
  expect(route(graph, many).limited).toBeUndefined()
  const { log, limited } = route(graph, [...many, ...many])
  expect(limited).toEqual({ depth: 0, dropped: 976 })
  expect(log.at(-2)?.split(',').at(-1)).toBe('2047)')
  expect(log.at(-1)?.split(',')).toHaveLength(1024)
})

test('the room is that of the frame, not of a generation', () => {
  const kinds = Array.from({ length: 1000 }, () => 'a')
  const { limited, calls } = route({ m1: { batchMax: 10_000, on: { a: emits('b'), b: emits('c') } } }, kinds)
  expect(limited).toEqual({ depth: 1, dropped: 976 })
  expect(calls).toEqual({ m1: 1024 })
})

const KINDS = ['k0', 'k1', 'k2', 'k3'] as const
const reaction = fc.oneof(
  { weight: 5, arbitrary: fc.array(fc.constantFrom(...KINDS), { maxLength: 2 }).map((to) => emits(...to)) },
  { weight: 1, arbitrary: fc.constant(FAULTS) },
)
const graphs: fc.Arbitrary<Graph> = fc.dictionary(
  fc.constantFrom('m1', 'm10', 'm2', 'a', 'zz'),
  fc.record({
    batchMax: fc.integer({ min: 1, max: 5 }),
    failuresMax: fc.constantFrom(1, 2, 1000),
    on: fc.dictionary(fc.constantFrom(...KINDS), reaction, { noNullPrototype: true }),
  }),
  { noNullPrototype: true },
)

test('drawn modules are called in the order of a plainer reading of the rule', () => {
  const frames = fc.oneof(
    { weight: 30, arbitrary: fc.array(fc.constantFrom(...KINDS, 'quiet'), { maxLength: 12 }) },
    { weight: 1, arbitrary: fc.array(fc.constantFrom(...KINDS), { minLength: 1000, maxLength: 1050 }) },
  )
  fc.assert(
    fc.property(graphs, frames, (graph, kinds) => {
      const { log, events, limited } = route(graph, kinds)
      const naive = new FakeModules(graph)
      const expected = { limited: naiveRoute(naive, kinds), log: naive.log, events: naive.events }
      // As text: frames of a thousand events are compared faster, and told apart as well.
      expect(JSON.stringify({ limited, log, events })).toBe(JSON.stringify(expected))
    }),
    tries(300),
  )
})
