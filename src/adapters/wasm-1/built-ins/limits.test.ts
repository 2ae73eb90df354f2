import { describe, expect, test } from 'vitest'
import type { ValueMap } from '../../../kernel/codec/value.ts'
import { parseManifestFile } from '../../../kernel/packs/modules/manifest.ts'
import { instrument } from '../../../kernel/wasm/instrument.ts'
import { STACK_SLOTS_MAX } from '../../../kernel/wasm/limits.ts'
import { METER_EXPORTS } from '../../../kernel/wasm/rewrite.ts'
import { GAS_SCHEDULE_1 } from '../../../kernel/wasm/schedule.ts'
import { callEntry, findEntry } from '../call-entry.ts'
import { decodeCallOutput } from '../call-output.ts'
import { declaredModules } from '../testing/declared-modules.ts'
import { at, builtInBytes, TestedModule } from '../testing/module-host.ts'

// The limits of a manifest are four times what the module needs in a world of 256 agents who all see each other: room for
// longer names, and an answer long before the world feels it. These tests hold both ends of that.

const AGENTS = 256
const ROOM = 4
const PAGE_BYTES = 65_536

const name = (index: number): string => `agent-${index}`
const VIEW = { mass_kg: 120, radius_cm: 80, thrust_limit: 200, cross_section_cm2: 4000 }
const EXPANDED = { slot_capacity: 8, expansion_level: 1, new_slot_id: 'slot-8', slot_type: 'universal' }

const asked: readonly [string, ValueMap][] = [
  ['action.move_agent', { agent_id: name(0), to: at(5_000_000, 1, 1) }],
  ['action.query_observation', { agent_id: name(0) }],
  ['action.transfer_resource', { from_agent_id: name(0), to_agent_id: name(1), kind: 'data', amount: 1 }],
  ['action.body_action', { agent_id: name(0), kind: 'boot', payload: VIEW }],
]

/** What a crowded world tells a module. */
function crowd(module: TestedModule): void {
  for (let index = 0; index < AGENTS; index += 1) {
    const agent_id = name(index)
    module.happen('domain.agent_registered', { agent_id, pos: at(index * 30_001, -index * 7001, 12_345) })
    module.happen('domain.body_interface_expanded', {
      agent_id,
      consumed_item_id: `kit-${index}`,
      ...EXPANDED,
    })
  }
}

/** The greatest gas and memory of these calls, metered, each in an instance of its own. */
function need(
  id: string,
  pages: number,
  inputs: readonly Uint8Array[],
): { gas: number; memory: number; output: number } {
  const done = instrument(builtInBytes(id), { schedule: GAS_SCHEDULE_1, memoryPagesMax: pages, imports: [] })
  if (!done.ok) throw new Error(JSON.stringify(done.fault))
  const module = new WebAssembly.Module(Uint8Array.from(done.value.bytes))
  const needs = inputs.map((input) => {
    const { exports } = new WebAssembly.Instance(module, {})
    const { [METER_EXPORTS.gas]: gas, [METER_EXPORTS.stack]: stack } = exports
    const entry = findEntry(exports, 'reduce')
    if (!entry.ok || !(gas instanceof WebAssembly.Global) || !(stack instanceof WebAssembly.Global))
      throw new Error(`${id} has no entry or no meter`)
    gas.value = 10n ** 12n
    stack.value = STACK_SLOTS_MAX
    const start = exports[METER_EXPORTS.start]
    if (typeof start === 'function') start()
    const answer = callEntry(entry.value, input, {
      maxMemoryBytes: pages * PAGE_BYTES,
      maxAnswerBytes: 2 ** 22,
    })
    if (!answer.ok) throw new Error(JSON.stringify(answer.fault))
    const limits = { max_output_bytes: 2 ** 22, max_effects: 0, max_emits: 1 }
    const output = decodeCallOutput(answer.value, { kind: 'reducer', limits, requiredCaps: [] })
    return {
      gas: Number(10n ** 12n - BigInt(gas.value)),
      memory: entry.value.memory.buffer.byteLength,
      output: output.ok ? output.value.outputBytes : 0,
    }
  })
  const most = (part: 'gas' | 'memory' | 'output'): number => Math.max(...needs.map((each) => each[part]))
  return { gas: most('gas'), memory: most('memory'), output: most('output') }
}

describe.each(declaredModules.map(({ manifest }) => manifest))('$module_id', (manifest) => {
  const { module_id: id, limits } = manifest

  test('has a manifest that a registry can read', () => {
    expect(parseManifestFile({ ...manifest, wasm_hash: '' })).toMatchObject({ ok: true })
  })

  test('is accepted by the instrumenter and needs a quarter of what its manifest allows', () => {
    const module = new TestedModule(id)
    crowd(module)
    const inputs = [
      ...asked.map(([kind, payload]) => module.inputOfAction(kind, payload, 1)),
      module.inputOfEvent('domain.agent_registered', { agent_id: name(AGENTS - 1), pos: at(1, 2, 3) }, 2),
      module.inputOfEvent(
        'domain.body_interface_expanded',
        { agent_id: name(0), consumed_item_id: 'kit-0', ...EXPANDED },
        3,
      ),
    ]
    const { gas, memory, output } = need(id, limits.max_mem_bytes / PAGE_BYTES, inputs)
    for (const [needed, allowed] of [
      [gas, limits.max_gas],
      [memory, limits.max_mem_bytes],
      [output, limits.max_output_bytes],
      [module.state.length, limits.max_state_bytes],
    ] as const) {
      // Manifests say round numbers.
      expect(needed * ROOM * 0.95).toBeLessThanOrEqual(allowed)
      expect(needed * ROOM * 2).toBeGreaterThanOrEqual(allowed)
    }
  })
})
