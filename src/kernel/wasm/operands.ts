import { typeText } from './forms.ts'
import { STACK_SLOTS_FUNCTION_MAX } from './limits.ts'
import type { WasmReader } from './reader.ts'
import { ANY_TYPE } from './types.ts'

/** The types of the operands at the instruction being read, as the specification's validation algorithm keeps them. */
export class Operands {
  readonly #reader: WasmReader
  readonly #types = new Uint8Array(STACK_SLOTS_FUNCTION_MAX)
  height = 0
  /** The greatest height in this function, in code that no execution reaches as well. */
  greatest = 0
  /** Height at which the innermost block began: it may not take what lies below. */
  floor = 0
  /** After a branch that is always taken the operands may be of every number and type. */
  isDead = false

  constructor(reader: WasmReader) {
    this.#reader = reader
  }

  reset(): void {
    this.height = 0
    this.greatest = 0
    this.floor = 0
    this.isDead = false
  }

  push(type: number): void {
    if (this.height >= STACK_SLOTS_FUNCTION_MAX) {
      this.#reader.refuse('stack_weight', { expected: STACK_SLOTS_FUNCTION_MAX })
    }
    this.#types[this.height] = type
    this.height += 1
    if (this.height > this.greatest) this.greatest = this.height
  }

  pushAll(types: readonly number[]): void {
    for (const type of types) this.push(type)
  }

  /** Takes an operand of any type and says which. */
  popAny(): number {
    if (this.height > this.floor) {
      this.height -= 1
      return this.#types[this.height] ?? ANY_TYPE
    }
    return this.isDead ? ANY_TYPE : this.#reader.refuse('operand_missing')
  }

  pop(expected: number): void {
    const actual = this.popAny()
    if (actual !== expected && actual !== ANY_TYPE) this.#refuseType(expected, actual)
  }

  popAll(types: readonly number[]): void {
    for (let index = types.length - 1; index >= 0; index -= 1) this.pop(types[index] ?? ANY_TYPE)
  }

  /** Whether operands of these types lie on top, without taking them. */
  expectTop(types: readonly number[]): void {
    for (let index = types.length - 1, at = this.height - 1; index >= 0; index -= 1, at -= 1) {
      const expected = types[index] ?? ANY_TYPE
      if (at < this.floor) {
        if (!this.isDead) this.#reader.refuse('operand_missing')
        return
      }
      const actual = this.#types[at] ?? ANY_TYPE
      if (actual !== expected && actual !== ANY_TYPE) this.#refuseType(expected, actual)
    }
  }

  /** What comes next in this block is never executed. */
  die(): void {
    this.height = this.floor
    this.isDead = true
  }

  #refuseType(expected: number, actual: number): never {
    this.#reader.refuse('type_mismatch', { expected: typeText(expected), actual: typeText(actual) })
  }
}
