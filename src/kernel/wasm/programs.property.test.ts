import { expect, test } from 'vitest'
import { Draw } from '../testing/draw.ts'
import { GAS_SCHEDULE_1 } from './schedule.ts'
import { drawProgram } from './testing/draw-program.ts'
import { Interpreter } from './testing/interpreter.ts'
import { bitsOf, type Ending, metered, MeteredInstance } from './testing/metered.ts'
import type { Cell, ProgramType } from './testing/numeric.ts'
import { encodeProgram, type Program } from './testing/program.ts'

const FACTOR = Number(process.env['PROPERTY_FACTOR'] ?? 1)
const SEED = Number(process.env['PROPERTY_SEED'] ?? 20_261_121)
const PAGES = 3

const drawArgument = (draw: Draw, type: ProgramType): Cell =>
  type === 'i64'
    ? BigInt(draw.int(-5, 2 ** 40))
    : type === 'i32'
      ? draw.int(-(2 ** 31), 2 ** 31 - 1)
      : draw.int(-9, 9) / 4

const tally = new Map<Ending, number>()

function compare(program: Program, draw: Draw, seed: number): void {
  const original = encodeProgram(program)
  expect(WebAssembly.validate(original), `program ${seed} is valid`).toBe(true)
  const instrumented = metered(original, { memoryPagesMax: PAGES })
  expect(WebAssembly.validate(instrumented), `rewritten program ${seed} is valid`).toBe(true)
  const instance = new MeteredInstance(instrumented)
  const interpreter = new Interpreter(program, { schedule: GAS_SCHEDULE_1, pagesMax: PAGES })
  for (const [index, { params }] of program.functions.entries()) {
    const args = params.map((type) => drawArgument(draw, type))
    // Enough for most, and then a part of what it took, so that gas ends somewhere inside.
    let gas = draw.pick([2000, 10_000, 50_000])
    for (let time = 0; time < 3; time += 1) {
      const expected = interpreter.call(index, args, gas)
      const actual = instance.call(`f${index}`, args, BigInt(gas))
      const where = `program ${seed}, f${index}(${args.join()}) with ${gas} gas`
      expect(actual, where).toEqual({
        ending: expected.ending,
        results: expected.ending === 'returned' ? bitsOf(expected.result) : '',
        gasUsed: BigInt(expected.gasUsed),
      })
      // What runs was paid for before, also when gas ends.
      expect(expected.executed, where).toBeLessThanOrEqual(expected.gasUsed)
      tally.set(actual.ending, (tally.get(actual.ending) ?? 0) + 1)
      const globals = program.globals.map((_, at) => {
        const found = instance.exports[`g${at}`]
        return found instanceof WebAssembly.Global ? found.value : undefined
      })
      expect(globals.map(bitsOf), where).toEqual(interpreter.globals.map(bitsOf))
      expect(Buffer.from(instance.memory.buffer).equals(interpreter.memory), where).toBe(true)
      gas = draw.below(expected.gasUsed + 2)
    }
  }
}

test('a rewritten program does and pays what an interpreter that knows the rules says', {
  timeout: 60_000 * FACTOR,
}, () => {
  for (let run = 0; run < 400 * FACTOR; run += 1) {
    const draw = new Draw(SEED + run)
    compare(drawProgram(draw), draw, SEED + run)
  }
  for (const ending of ['returned', 'gas', 'trap'] as const)
    expect(tally.get(ending), ending).toBeGreaterThan(100)
})
