import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeCallOutput, type OutputRules } from './call-output.ts'
import { ItemWriter } from './item-writer.ts'

const RULES: OutputRules = {
  kind: 'reducer',
  limits: { max_output_bytes: 1000, max_effects: 2, max_emits: 2 },
  requiredCaps: ['net'],
}

const short = fc.string({ maxLength: 6 })
const answers = fc
  .record({
    state: fc.option(fc.uint8Array({ maxLength: 40 })),
    effects: fc.array(fc.record({ kind: short, params: fc.maxSafeInteger() }), { maxLength: 3 }),
    emits: fc.array(fc.record({ kind: short, payload: fc.dictionary(short, fc.integer()) }), {
      maxLength: 3,
    }),
  })
  .map(({ state, effects, emits }) => {
    const writer = new ItemWriter().map(4).text('new_state')
    if (state === null) writer.null()
    else writer.byteArray(state)
    writer.text('effects').array(effects.length)
    for (const effect of effects) writer.value({ ...effect, cap_ref: 'net' })
    writer.text('emits').value(emits).text('output_bytes').int(0)
    return { state, effects, emits, bytes: writer.take() }
  })

test('an answer is read whole, and refused beyond its limits', () => {
  fc.assert(
    fc.property(answers, ({ state, effects, emits, bytes }) => {
      const decoded = decodeCallOutput(bytes, RULES)
      if (effects.length > 2) expect(decoded).toMatchObject({ fault: { code: 'effect_limit_exceeded' } })
      else if (emits.length > 2) expect(decoded).toMatchObject({ fault: { code: 'emit_limit_exceeded' } })
      else {
        expect(decoded).toMatchObject({ ok: true, value: { emits } })
        expect(decoded.ok && decoded.value.newState).toEqual(state ?? undefined)
        expect(decoded.ok && decoded.value.effects.map(({ kind, params }) => ({ kind, params }))).toEqual(
          effects,
        )
      }
    }),
  )
})

test('a damaged answer is read or refused at a place, never thrown', () => {
  fc.assert(
    fc.property(answers, fc.nat(), fc.nat(255), fc.nat(), ({ bytes }, place, byte, end) => {
      const damaged = bytes.slice()
      damaged[place % damaged.length] = byte
      for (const each of [damaged, bytes.slice(0, end % bytes.length)]) {
        const decoded = decodeCallOutput(each, RULES)
        if (decoded.ok) continue
        const { offset, path } = decoded.fault
        expect(offset === undefined ? typeof path : offset <= each.length).toSatisfy(
          (seen) => seen === true || seen === 'string',
        )
      }
    }),
    { numRuns: 1000 },
  )
})
