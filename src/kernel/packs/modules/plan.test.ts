import { describe, expect, test } from 'vitest'
import { MODULE_ISSUES } from '../../catalogue/module-issues.ts'
import { MODULE_ISSUE_FIELDS, type ModuleIssue } from '../../catalogue/rejection.ts'
import type { ValueMap } from '../../codec/value.ts'
import { checkFields } from '../../schema/field.ts'
import type { ChangeSet, GivenManifest } from './manifest.ts'
import { checkChanges, failureOf, planChanges, type PlanHost } from './plan.ts'
import { HASH, hostOf, manifestOf, OTHER_HASH, upgradeOf } from './testing/manifests.ts'

const limitOf = ({ path }: ModuleIssue): string => path.split('/').at(-1) ?? ''

/** The model's sentence for each code (spec A §5.7, §5.10); ours where the model has none. Nothing but the issue is needed. */
const TEXTS: Readonly<Record<ModuleIssue['code'], (issue: ModuleIssue) => string>> = {
  duplicate_module: ({ module_id, path }) => `duplicate ${path.split('/')[0]} module_id ${module_id}`,
  register_and_upgrade: ({ module_id }) => `ours: register and upgrade of ${module_id}`,
  upgrade_module_mismatch: ({ module_id }) => `upgrade manifest module_id mismatch ${module_id}`,
  upgrade_version_mismatch: ({ expected, actual }) => `ours: manifest of ${actual}, not ${expected}`,
  upgrade_hash_mismatch: ({ module_id }) => `ours: hashes of ${module_id} differ`,
  version_registered: ({ actual }) => `module version already registered ${actual}`,
  upgrade_source_missing: ({ actual }) => `upgrade source missing ${actual}`,
  upgrade_source_not_active: ({ module_id, actual }) =>
    `upgrade source version mismatch for ${module_id} (active ${actual})`,
  version_not_newer: ({ actual, expected }) => `ours: ${actual} is not ${expected}`,
  activate_target_missing: ({ actual }) => `activate target missing ${actual}`,
  deactivate_target_not_active: ({ module_id }) => `deactivate target not active ${module_id}`,
  module_id_blank: () => 'module_id blank',
  version_blank: () => 'version blank',
  wasm_hash_blank: () => 'wasm_hash blank',
  interface_version_blank: () => 'interface_version blank',
  module_id_malformed: ({ actual }) => `ours: ${actual} is no id`,
  version_malformed: ({ actual }) => `ours: ${actual} is no version`,
  wasm_hash_malformed: ({ actual }) => `ours: ${actual} is no hash`,
  artifact_missing: ({ actual }) => `module artifact missing ${actual}`,
  interface_unsupported: ({ actual }) => `module interface_version unsupported ${actual}`,
  entry_not_declared: ({ expected, module_id }) => `module exports missing ${expected} for ${module_id}`,
  entry_not_exported: ({ expected, module_id }) => `ours: bytes of ${module_id} lack ${expected}`,
  subscription_invalid: ({ module_id, reason }) =>
    `module ${module_id} subscription ${SUBSCRIPTION_TEXTS[reason ?? ''] ?? reason}`,
  key_unsupported: ({ module_id }) => `ours: ${module_id} has no shards`,
  limit_exceeded: (issue) => `module limits ${limitOf(issue)} exceeded for ${issue.module_id}`,
  cap_missing: ({ actual }) => `module cap missing ${actual}`,
  cap_expired: ({ actual }) => `module cap expired ${actual}`,
}

/** Spec A §5.1. What filters can have wrong is tested with their reader. */
const SUBSCRIPTION_TEXTS: Readonly<Record<string, string>> = {
  post_event_with_action_kinds: 'post_event cannot include action_kinds',
  post_event_without_event_kinds: 'post_event requires event_kinds',
  action_stage_with_event_kinds: 'action stage cannot include event_kinds',
  action_stage_without_action_kinds: 'action stage requires action_kinds',
  mixed_kinds: 'cannot mix event_kinds and action_kinds',
  no_kinds: 'requires event_kinds or action_kinds',
}

const K = 'm.weather@0.1.0'
const ACTIVE = hostOf([K], { 'm.weather': '0.1.0' })
const register = (given: Partial<GivenManifest>): ChangeSet => ({ register: [manifestOf(given)] })
const upgrade = (given: Parameters<typeof upgradeOf>[0]): ChangeSet => ({ upgrade: [upgradeOf(given)] })
const subscribed = (subscription: ValueMap): ChangeSet => register({ subscriptions: [subscription] })

/** In the order in which they are looked at; many sets also have the flaw of a later row, which is not heard. */
const ROWS: readonly (readonly [text: string, changes: ChangeSet, path: string, host?: PlanHost])[] = [
  [
    'duplicate register module_id m.weather',
    { register: [manifestOf(), manifestOf({ version: '0.2.0' })] },
    'register/1/module_id',
  ],
  [
    'duplicate activate module_id m.a',
    { activate: [1, 2].map((n) => ({ module_id: 'm.a', version: `${n}` })) },
    'activate/1/module_id',
  ],
  [
    'duplicate deactivate module_id m.a',
    { deactivate: [1, 2].map(() => ({ module_id: 'm.a', reason: '' })) },
    'deactivate/1/module_id',
  ],
  ['duplicate upgrade module_id m.weather', { upgrade: [upgradeOf(), upgradeOf()] }, 'upgrade/1/module_id'],
  [
    'ours: register and upgrade of m.weather',
    { register: [manifestOf({ version: '3.0.0' })], upgrade: [upgradeOf()] },
    'upgrade/0/module_id',
    ACTIVE,
  ],
  [
    'upgrade manifest module_id mismatch m.weather',
    upgrade({ manifest: manifestOf({ module_id: 'm.other' }) }),
    'upgrade/0/manifest/module_id',
  ],
  [
    'ours: manifest of 9.9.9, not 0.2.0',
    upgrade({ manifest: manifestOf({ version: '9.9.9' }) }),
    'upgrade/0/manifest/version',
  ],
  ['ours: hashes of m.weather differ', upgrade({ wasm_hash: OTHER_HASH }), 'upgrade/0/manifest/wasm_hash'],
  [`module version already registered ${K}`, register({}), 'register/0/version', ACTIVE],
  [
    'module version already registered m.weather@0.2.0',
    upgrade({}),
    'upgrade/0/to_version',
    hostOf(['m.weather@0.2.0']),
  ],
  [`upgrade source missing ${K}`, upgrade({}), 'upgrade/0/from_version'],
  [
    'upgrade source version mismatch for m.weather (active 0.0.9)',
    upgrade({ to_version: '0.0.1' }),
    'upgrade/0/from_version',
    hostOf([K], { 'm.weather': '0.0.9' }),
  ],
  ['ours: 0.0.1 is not > 0.1.0', upgrade({ to_version: '0.0.1' }), 'upgrade/0/to_version', ACTIVE],
  [
    `activate target missing ${K}`,
    {
      activate: [{ module_id: 'm.weather', version: '0.1.0' }],
      deactivate: [{ module_id: 'm.x', reason: '' }],
    },
    'activate/0',
  ],
  [
    'deactivate target not active m.x',
    { ...register({ module_id: '' }), deactivate: [{ module_id: 'm.x', reason: '' }] },
    'deactivate/0/module_id',
  ],
  ['module_id blank', register({ module_id: ' ', version: '', wasm_hash: '' }), 'register/0/module_id'],
  ['version blank', register({ version: '', wasm_hash: '', interface_version: '' }), 'register/0/version'],
  ['wasm_hash blank', register({ wasm_hash: '', interface_version: '' }), 'register/0/wasm_hash'],
  [
    'interface_version blank',
    register({ module_id: 'No', interface_version: '\t' }),
    'register/0/interface_version',
  ],
  ['ours: a/b is no id', register({ module_id: 'a/b', version: 'ü' }), 'register/0/module_id'],
  ['ours: 1 0 is no version', register({ version: '1 0', wasm_hash: 'x' }), 'register/0/version'],
  ['ours: AB is no hash', register({ wasm_hash: 'AB', interface_version: 'x' }), 'register/0/wasm_hash'],
  [
    `module artifact missing ${'00'.repeat(32)}`,
    register({ wasm_hash: '00'.repeat(32), interface_version: 'wasm-9' }),
    'register/0/wasm_hash',
  ],
  [
    'module interface_version unsupported wasm-9',
    register({ interface_version: 'wasm-9', exports: [] }),
    'register/0/interface_version',
  ],
  ['module exports missing reduce for m.weather', register({ exports: ['call'] }), 'register/0/exports'],
  [
    'module exports missing call for m.weather',
    register({ kind: 'pure', wasm_hash: OTHER_HASH }),
    'register/0/exports',
  ],
  [
    'ours: bytes of m.weather lack reduce',
    register({ wasm_hash: OTHER_HASH, subscriptions: [{}] }),
    'register/0/wasm_hash',
  ],
  [
    'module m.weather subscription post_event cannot include action_kinds',
    subscribed({ stage: 'post_event', action_kinds: ['action.*'] }),
    'register/0/subscriptions/0',
  ],
  [
    'module m.weather subscription post_event requires event_kinds',
    subscribed({ stage: 'post_event' }),
    'register/0/subscriptions/0',
  ],
  [
    'module m.weather subscription action stage cannot include event_kinds',
    subscribed({ stage: 'pre_action', event_kinds: ['domain.*'] }),
    'register/0/subscriptions/0',
  ],
  [
    'module m.weather subscription action stage requires action_kinds',
    subscribed({ stage: 'post_action' }),
    'register/0/subscriptions/0',
  ],
  [
    'module m.weather subscription cannot mix event_kinds and action_kinds',
    subscribed({ event_kinds: ['*'], action_kinds: ['*'] }),
    'register/0/subscriptions/0',
  ],
  [
    'module m.weather subscription requires event_kinds or action_kinds',
    subscribed({}),
    'register/0/subscriptions/0',
  ],
  [
    'module m.weather subscription field_unknown',
    subscribed({ event_kinds: ['*'], filters: { cell: [] } }),
    'register/0/subscriptions/0/filters',
  ],
  [
    'ours: m.weather has no shards',
    subscribed({ action_kinds: ['*'], key: '/agent_id' }),
    'register/0/subscriptions/0/key',
  ],
  [
    'module limits max_gas exceeded for m.weather',
    register({ limits: { max_gas: 1001, max_emits: 10 ** 9 }, required_caps: ['nobody'] }),
    'register/0/limits/max_gas',
  ],
  ...(
    [
      'max_mem_bytes',
      'max_call_rate',
      'max_output_bytes',
      'max_effects',
      'max_emits',
      'max_state_bytes',
    ] as const
  ).map(
    (name) =>
      [
        `module limits ${name} exceeded for m.weather`,
        register({ limits: { [name]: 10 ** 12 } }),
        `register/0/limits/${name}`,
      ] as const,
  ),
  [
    'module cap missing nobody',
    register({ required_caps: ['weather', 'nobody', 'old'] }),
    'register/0/required_caps/1',
  ],
  ['module cap expired old', register({ required_caps: ['old', 'nobody'] }), 'register/0/required_caps/0'],
]

const CASES = ROWS.map(([text, changes, path, host = hostOf()]) => ({ text, changes, path, host }))

const sentence = (issue: ModuleIssue | undefined): string | undefined => issue && TEXTS[issue.code](issue)

describe('what keeps a change set from being applied', () => {
  test.each(CASES)('$text', ({ text, changes, path, host }) => {
    const [first] = checkChanges(changes, host)
    expect(sentence(first)).toBe(text)
    expect(first?.path).toBe(path)
    expect(checkFields(MODULE_ISSUE_FIELDS, first, '')).toBeUndefined()
  })

  test('every code is met', () => {
    const met = new Set(CASES.map(({ changes, host }) => checkChanges(changes, host)[0]?.code))
    expect(Object.keys(MODULE_ISSUES).filter((code) => !met.has(code as ModuleIssue['code']))).toEqual([])
  })

  test('each manifest answers for itself', () => {
    const issues = checkChanges(
      { register: [manifestOf({ exports: [] }), manifestOf({ module_id: 'm.b', required_caps: ['old'] })] },
      hostOf(),
    )
    expect(issues.map(({ code, module_id }) => [module_id, code])).toEqual([
      ['m.weather', 'entry_not_declared'],
      ['m.b', 'cap_expired'],
    ])
  })

  test('a failure is an event of its class', () => {
    const kinds = CASES.map(({ changes, host }) => {
      const [first] = checkChanges(changes, host)
      const event = first && failureOf(first)
      return [first?.code, event?.kind, event?.payload['code']]
    })
    expect(kinds).toContainEqual(['artifact_missing', 'module.load_failed', 'ARTIFACT_MISSING'])
    expect(kinds).toContainEqual(['upgrade_hash_mismatch', 'module.load_failed', 'HASH_MISMATCH'])
    expect(kinds).toContainEqual(['limit_exceeded', 'module.validation_failed', 'LIMITS_EXCEEDED'])
    expect(kinds).toContainEqual(['cap_missing', 'module.validation_failed', 'CAPS_DENIED'])
    expect(kinds).toContainEqual(['version_registered', 'module.validation_failed', 'VERSION_CONFLICT'])
    expect(kinds).toContainEqual(['entry_not_declared', 'module.validation_failed', 'ABI_INCOMPATIBLE'])
  })
})

describe('what can be applied', () => {
  const summaryOf = (changes: ChangeSet, host: PlanHost): readonly string[] => {
    const plan = planChanges(changes, host, 'person:ann')
    if (!plan.ok) throw new Error(JSON.stringify(plan.fault))
    return plan.value.map(({ kind, payload }) => {
      const { module, module_id } = payload as {
        readonly module?: { readonly module_id: string }
        readonly module_id?: string
      }
      return `${kind.slice('module.'.length)} ${module?.module_id ?? module_id}`
    })
  }

  test('register, upgrade, activate, deactivate, each by module id, whatever the order in the set', () => {
    const ids = ['m.c', 'm.a', 'm.b']
    const versions = ids.map((module_id) => ({ module_id, version: '0.1.0' }))
    const changes: ChangeSet = {
      deactivate: ids.map((module_id) => ({ module_id, reason: 'over' })),
      activate: versions,
      upgrade: ['m.y', 'm.x'].map((module_id) =>
        upgradeOf({ module_id, manifest: manifestOf({ module_id, version: '0.2.0' }) }),
      ),
      register: versions.map(manifestOf),
    }
    expect(summaryOf(changes, hostOf(['m.x@0.1.0', 'm.y@0.1.0']))).toEqual([
      ...['registered m.a', 'registered m.b', 'registered m.c'],
      ...['upgraded m.x', 'upgraded m.y'],
      ...['activated m.a', 'activated m.b', 'activated m.c'],
      ...['deactivated m.a', 'deactivated m.b', 'deactivated m.c'],
    ])
  })

  test('an upgrade and the activation of what it brings', () => {
    const activate = [{ module_id: 'm.weather', version: '0.2.0' }]
    expect(summaryOf({ upgrade: [upgradeOf()], activate }, ACTIVE)).toEqual([
      'upgraded m.weather',
      'activated m.weather',
    ])
  })

  test('an upgrade of what is registered and not active', () => {
    expect(summaryOf({ upgrade: [upgradeOf()] }, hostOf([K]))).toEqual(['upgraded m.weather'])
  })

  test('versions that are no semver follow each other when they differ', () => {
    const changes = upgrade({ from_version: 'spring', to_version: 'autumn' })
    expect(summaryOf(changes, hostOf(['m.weather@spring']))).toEqual(['upgraded m.weather'])
  })

  test('shards of a wasm-2 module', () => {
    const keyed = { interface_version: 'wasm-2', subscriptions: [{ action_kinds: ['*'], key: ['/a', '/b'] }] }
    expect(summaryOf(register(keyed), hostOf())).toEqual(['registered m.weather'])
  })

  test('nothing', () => {
    expect(planChanges({}, hostOf(), 'host')).toEqual({ ok: true, value: [] })
  })
})

test('what is left unsaid stands in the event', () => {
  const filters = { action: [{ path: '/action/data/agent_id', eq: 'ada' }] }
  const subscriptions = [
    { action_kinds: ['action.*'], filters },
    { event_kinds: ['domain.*'], filters: null },
  ]
  const plan = planChanges(register({ subscriptions, limits: { max_gas: 7 } }), hostOf(), 'host')
  expect(plan.ok ? plan.value[0]?.payload : plan.fault).toEqual({
    registered_by: 'host',
    module: {
      ...manifestOf(),
      role: 'domain',
      wasm_hash: HASH,
      required_caps: [],
      subscriptions: [
        { stage: 'pre_action', event_kinds: [], action_kinds: ['action.*'], key: [], filters },
        { stage: 'post_event', event_kinds: ['domain.*'], action_kinds: [], key: [] },
      ],
      limits: {
        max_mem_bytes: 0,
        max_gas: 7,
        max_call_rate: 0,
        max_output_bytes: 0,
        max_effects: 0,
        max_emits: 0,
        max_state_bytes: 1024 * 1024,
      },
    },
  })
})
