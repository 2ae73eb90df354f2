import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadRegexEngine } from '../../../adapters/regex.ts'
import { fail } from '../../base/result.ts'
import type { Value } from '../../codec/value.ts'
import { tries } from '../../testing/property.ts'
import { compileRouting, type Message, routableModule, type RoutableModule, type Routing } from './routing.ts'
import { naiveRecipients } from './testing/naive-matcher.ts'

const engine = await loadRegexEngine()

const KINDS = {
  actions: ['action.move_agent', 'action.move_all', 'action.query', 'tick'],
  events: ['domain.agent_moved', 'domain.agent_registered', 'effect.queued', 'module.emitted'],
}

function moduleOf(
  module_id: string,
  subscriptions: readonly unknown[],
  interface_version = 'wasm-2',
): RoutableModule {
  const routable = routableModule({ module_id, interface_version, subscriptions })
  expect(routable.subscriptions).toHaveLength(subscriptions.length)
  return routable
}

function routingOf(...modules: readonly RoutableModule[]): Routing {
  const compiled = compileRouting(modules, KINDS, engine)
  if (!compiled.ok) throw new Error(compiled.fault)
  return compiled.value
}

const message = (kind: string, document: Value = {}): Message => ({ kind, document: () => document })
const ids = (found: readonly { readonly moduleId: string }[]): string[] => found.map((each) => each.moduleId)

test('a module is found by stage and kind, in ascending order of ids', () => {
  const routing = routingOf(
    moduleOf('m2', [{ action_kinds: ['action.move_agent'] }]),
    moduleOf('m10', [{ action_kinds: ['*'] }]),
    moduleOf('m1', [{ action_kinds: ['action.m*'], stage: 'post_action' }]),
    moduleOf('m3', [{ event_kinds: ['domain.*'] }, { action_kinds: ['action.move*'] }]),
  )
  expect(ids(routing.matchAction('pre_action', message('action.move_agent')))).toEqual(['m10', 'm2', 'm3'])
  expect(ids(routing.matchAction('post_action', message('action.move_all')))).toEqual(['m1'])
  expect(ids(routing.matchAction('pre_action', message('tick')))).toEqual(['m10'])
  expect(ids(routing.matchEvent(message('domain.agent_moved')))).toEqual(['m3'])
  expect(ids(routing.matchEvent(message('effect.queued')))).toEqual([])
})

test('a module is called once, with the key of the first subscription that matches', () => {
  const routing = routingOf(
    moduleOf('m1', [
      { event_kinds: ['domain.agent_moved'], filters: { event: [{ path: '/far', eq: true }] }, key: '/far' },
      { event_kinds: ['domain.*'], key: '/agent_id' },
      { event_kinds: ['*'] },
    ]),
  )
  const shards = (document: Value): unknown =>
    routing.matchEvent(message('domain.agent_moved', document)).map(({ shard }) => shard)
  expect(shards({ far: true })).toEqual([[['far']]])
  expect(shards({ far: false })).toEqual([[['agent_id']]])
})

test('kinds that are not routable reach nobody, not even who asks for all', () => {
  const routing = routingOf(moduleOf('m1', [{ event_kinds: ['*'] }]))
  expect(ids(routing.matchEvent(message('module.emitted')))).toEqual(['m1'])
  expect(ids(routing.matchEvent(message('rule.decided')))).toEqual([])
  expect(ids(routing.matchEvent(message('constructor')))).toEqual([])
})

test('filters look at the document of the interface of the module, and only filters ask for one', () => {
  const wanted: string[] = []
  const moved: Message = {
    kind: 'domain.agent_moved',
    document: (interfaceVersion) => {
      wanted.push(interfaceVersion)
      return interfaceVersion === 'wasm-1'
        ? { body: { payload: { data: { agent_id: 'a' } } } }
        : { payload: { agent_id: 'a' } }
    },
  }
  const asks = (path: string): unknown => ({
    event_kinds: ['domain.*'],
    filters: { event: [{ path, eq: 'a' }], action: [{ path: '/never', eq: 1 }] },
  })
  const routing = routingOf(
    moduleOf('m1', [asks('/body/payload/data/agent_id')], 'wasm-1'),
    moduleOf('m2', [asks('/payload/agent_id')]),
    moduleOf('m3', [asks('/body/payload/data/agent_id')]),
    moduleOf('m4', [{ event_kinds: ['domain.*'] }]),
  )
  expect(ids(routing.matchEvent(moved))).toEqual(['m1', 'm2', 'm4'])
  expect(wanted).toEqual(['wasm-1', 'wasm-2', 'wasm-2'])
})

test('patterns ask for an engine, other filters do not', () => {
  const filtered = (rule: object): RoutableModule =>
    moduleOf('m1', [{ action_kinds: ['*'], filters: { action: [{ path: '/a', ...rule }] } }])
  expect(compileRouting([filtered({ re: 'a' })], KINDS)).toEqual(fail('regex_engine_missing'))
  expect(compileRouting([filtered({ eq: 'a' })], KINDS).ok).toBe(true)
  expect(
    ids(routingOf(filtered({ re: '^a' })).matchAction('pre_action', message('tick', { a: 'ab' }))),
  ).toEqual(['m1'])
})

test('what is no subscription never matches, and the others do', () => {
  const wrong = { event_kinds: ['*'], filters: { event: [{ path: 'no pointer', eq: 1 }] } }
  const subscriptions = [wrong, { stage: 'post_event', event_kinds: ['domain.*'], action_kinds: [], key: [] }]
  const routing = routingOf(routableModule({ module_id: 'm1', interface_version: 'wasm-1', subscriptions }))
  expect(ids(routing.matchEvent(message('effect.queued')))).toEqual([])
  expect(ids(routing.matchEvent(message('domain.agent_moved')))).toEqual(['m1'])
})

const rule = fc.record({
  path: fc.constantFrom('', '/a', '/b'),
  eq: fc.constantFrom<Value>(0, 1, 'x'),
})
const filters = fc.oneof(
  fc.constant(undefined),
  fc.record(
    { event: fc.array(rule, { maxLength: 2 }), action: fc.record({ any: fc.array(rule, { maxLength: 2 }) }) },
    { requiredKeys: [] },
  ),
)
const patterns = (kinds: readonly string[]): fc.Arbitrary<readonly string[]> =>
  fc.array(
    fc
      .tuple(fc.constantFrom(...kinds), fc.nat(20), fc.boolean())
      .map(([kind, length, isWhole]) => (isWhole ? kind : `${kind.slice(0, length)}*`)),
    { minLength: 1, maxLength: 3 },
  )
const key = fc.constantFrom(undefined, '/a', ['/a', '/b'])
const subscription = fc.oneof(
  fc.record({ event_kinds: patterns(KINDS.events), filters, key }),
  fc.record({
    action_kinds: patterns(KINDS.actions),
    stage: fc.constantFrom('pre_action', 'post_action'),
    filters,
    key,
  }),
)
const modules = fc
  .dictionary(
    fc.constantFrom('m1', 'm10', 'm2', 'm1.rule', 'a', 'zz'),
    fc.tuple(fc.array(subscription, { maxLength: 4 }), fc.constantFrom('wasm-1', 'wasm-2')),
    { noNullPrototype: true },
  )
  .map((drawn) => Object.entries(drawn).map(([id, [each, version]]) => moduleOf(id, each, version)))
const documents = fc.record({
  a: fc.constantFrom<Value>(0, 1, 'x', null),
  b: fc.constantFrom<Value>(0, 1, 'x', null),
})

test('finds whom a search through all subscriptions finds', () => {
  fc.assert(
    fc.property(modules, documents, documents, (drawn, first, second) => {
      const routing = routingOf(...drawn)
      const each = (kind: string): Message => ({
        kind,
        document: (interfaceVersion) => (interfaceVersion === 'wasm-1' ? first : second),
      })
      for (const kind of KINDS.events)
        expect(routing.matchEvent(each(kind))).toEqual(naiveRecipients(drawn, 'post_event', each(kind)))
      for (const stage of ['pre_action', 'post_action'] as const)
        for (const kind of KINDS.actions)
          expect(routing.matchAction(stage, each(kind))).toEqual(naiveRecipients(drawn, stage, each(kind)))
    }),
    tries(200),
  )
})
