import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compileModule } from '../../../../scripts/compile-module.mjs'
import { root } from '../../../../scripts/files.mjs'
import { decodeCallOutput } from '../call-output.ts'
import { decodeDecision } from '../decision.ts'
import { encodeCallInput } from '../call-input.ts'
import { callRaw, enter, LIMITS } from '../testing/module-host.ts'

/** The compiler takes a second to load and one to work; a machine that runs all tests at once takes longer. */
const COMPILER_MS = 120_000

const RULES = { kind: 'reducer', limits: { ...LIMITS, max_effects: 1 }, requiredCaps: ['bell'] } as const

test(
  'the example in modules/README.md compiles and does what it says',
  async () => {
    const example = /```ts\n(.*?)```/s.exec(readFileSync(`${root}modules/README.md`, 'utf8'))?.[1] ?? ''
    const source = 'modules/example/curfew.ts'
    const module = new WebAssembly.Module(Uint8Array.from(await compileModule(source, { [source]: example })))
    const answerAt = (time: number) => {
      const ctx = {
        moduleId: 'my.rule.curfew',
        traceId: 't',
        time,
        origin: { kind: 'action', id: 5 },
        limits: LIMITS,
      } as const
      const action = { id: 5, kind: 'action.query_observation', payload: { agent_id: 'a' } }
      const answer = callRaw(enter(module), encodeCallInput({ ctx, action }))
      if (!answer.ok) throw new Error(JSON.stringify(answer.fault))
      return decodeCallOutput(answer.value, RULES)
    }
    expect(answerAt(12)).toMatchObject({ ok: true, value: { effects: [], emits: [] } })
    const night = answerAt(47)
    expect(night).toMatchObject({
      ok: true,
      value: { effects: [{ kind: 'bell.ring', params: { times: 3 }, capRef: 'bell' }] },
    })
    const said = night.ok ? night.value.emits[0]?.payload : undefined
    expect(decodeDecision(said ?? null, 5)).toEqual({
      ok: true,
      value: { verdict: 'deny', cost: {}, notes: ['nobody acts at night'] },
    })
  },
  COMPILER_MS,
)
