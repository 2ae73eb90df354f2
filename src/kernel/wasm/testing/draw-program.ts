import type { Draw } from '../../testing/draw.ts'
import { NUMERIC, PROGRAM_TYPES, type ProgramType } from './numeric.ts'
import type { AccessName, Program, ProgramFunction, Step } from './program.ts'

/** Valid programs by chance: what they compute means nothing, but every path of gas, stack and memory is walked. */
export function drawProgram(draw: Draw): Program {
  const globals: ProgramType[] = ['i32', 'i64', 'f64', 'f32']
  const functions: ProgramFunction[] = []
  const count = 1 + draw.below(4)
  for (let index = 0; index < count; index += 1)
    functions.push(new FunctionDrawer(draw, globals, functions).draw())
  return { globals, functions }
}

const ANSWERS = Object.entries(NUMERIC)
const LOADS = ['i32.load', 'i64.load', 'f32.load', 'f64.load', 'i32.load8_u'] as const
const STORES = ['i32.store', 'i64.store', 'f32.store', 'f64.store', 'i32.store8'] as const
const typeOfAccess = (name: AccessName): ProgramType =>
  PROGRAM_TYPES.find((type) => name.startsWith(type)) ?? 'i32'

const constant = (type: ProgramType, value: number | bigint): Step => ({ kind: 'const', type, value })
const simple = (name: Extract<Step, { kind: 'simple' }>['name']): Step => ({ kind: 'simple', name })
const numeric = (name: string): Step => ({ kind: 'numeric', name })
const variable = (name: Extract<Step, { kind: 'variable' }>['name'], index: number): Step => ({
  kind: 'variable',
  name,
  index,
})

class FunctionDrawer {
  readonly #draw: Draw
  readonly #globals: readonly ProgramType[]
  /** Those that it may call: the ones before it, so that every call ends. */
  readonly #callable: readonly ProgramFunction[]
  readonly #variables: ProgramType[]
  readonly #params: ProgramType[]
  readonly #result: ProgramType
  /** What a branch to each label carries, innermost first; a loop's label and a plain block's carry nothing. */
  #labels: readonly (ProgramType | undefined)[]

  constructor(draw: Draw, globals: readonly ProgramType[], callable: readonly ProgramFunction[]) {
    this.#draw = draw
    this.#globals = globals
    this.#callable = [...callable]
    this.#params = Array.from({ length: draw.below(3) }, () => draw.pick(PROGRAM_TYPES))
    this.#variables = [
      ...this.#params,
      'i32',
      ...Array.from({ length: draw.below(5) }, () => draw.pick(PROGRAM_TYPES)),
    ]
    this.#result = draw.pick(PROGRAM_TYPES)
    this.#labels = [this.#result]
  }

  draw(): ProgramFunction {
    const body = [...this.#statements(4), ...this.#expression(this.#result, 3)]
    return {
      params: this.#params,
      locals: this.#variables.slice(this.#params.length),
      result: this.#result,
      body,
    }
  }

  #statements(depth: number): Step[] {
    const steps: Step[] = []
    const count = 1 + this.#draw.below(4)
    for (let index = 0; index < count; index += 1) steps.push(...this.#statement(depth))
    if (depth < 4 && this.#draw.chance(25)) steps.push(...this.#leave())
    return steps
  }

  #statement(depth: number): Step[] {
    const draw = this.#draw
    const kind = depth === 0 ? draw.below(4) : draw.below(10)
    switch (kind) {
      case 0:
        return this.#set()
      case 1: {
        const name = draw.pick(STORES)
        return [...this.#address(), ...this.#expression(typeOfAccess(name), 2), this.#access(name)]
      }
      case 2:
        return [...this.#expression(draw.pick(PROGRAM_TYPES), 3), simple('drop')]
      case 3:
        return this.#bulk()
      case 4:
      case 5:
        return [{ kind: 'block', body: this.#inside(undefined, () => this.#statements(depth - 1)) }]
      case 6:
      case 7:
        return this.#loop(depth)
      case 8:
        return this.#branchIf()
      default: {
        const body = this.#inside(undefined, () => this.#statements(depth - 1))
        const otherwise = this.#inside(undefined, () => this.#statements(depth - 1))
        return [
          ...this.#expression('i32', 2),
          draw.chance(50) ? { kind: 'if', body } : { kind: 'if', body, otherwise },
        ]
      }
    }
  }

  #inside<T>(carried: ProgramType | undefined, draw: () => T): T {
    const around = this.#labels
    this.#labels = [carried, ...around]
    const drawn = draw()
    this.#labels = around
    return drawn
  }

  /** Mostly a loop that counts down, sometimes one that ends by chance or by gas. */
  #loop(depth: number): Step[] {
    const counter = this.#variables.indexOf('i32')
    const counting: Step[] = [
      variable('local.get', counter),
      constant('i32', 1),
      numeric('i32.sub'),
      variable('local.tee', counter),
      { kind: 'br_if', label: 0 },
    ]
    const body = this.#inside(undefined, () => this.#statements(depth - 1))
    const last = body.at(-1)
    const isLeft =
      last?.kind === 'br' || last?.kind === 'br_table' || (last?.kind === 'simple' && last.name !== 'drop')
    return [
      constant('i32', 1 + this.#draw.below(6)),
      variable('local.set', counter),
      { kind: 'loop', body: isLeft ? body : [...body, ...counting] },
    ]
  }

  #emptyLabels(): number[] {
    return this.#labels.flatMap((carried, label) => (carried === undefined ? [label] : []))
  }

  #branchIf(): Step[] {
    const labels = this.#emptyLabels()
    const label = labels[this.#draw.below(labels.length)]
    return label === undefined ? [] : [...this.#expression('i32', 2), { kind: 'br_if', label }]
  }

  /** Ends a list of steps. */
  #leave(): Step[] {
    const labels = this.#emptyLabels()
    const pick = (): number => labels[this.#draw.below(labels.length)] ?? 0
    const kind = labels.length === 0 ? 3 : this.#draw.below(5)
    if (kind <= 1) return [{ kind: 'br', label: pick() }]
    if (kind === 2)
      return [...this.#expression('i32', 1), { kind: 'br_table', labels: [pick(), pick(), pick()] }]
    if (kind === 3) return [...this.#expression(this.#result, 2), simple('return')]
    return this.#draw.chance(20) ? [simple('unreachable')] : [{ kind: 'br', label: pick() }]
  }

  #set(): Step[] {
    const isLocal = this.#draw.chance(70)
    const types = isLocal ? this.#variables : this.#globals
    const index = this.#draw.below(types.length)
    return [
      ...this.#expression(types[index] ?? 'i32', 3),
      variable(isLocal ? 'local.set' : 'global.set', index),
    ]
  }

  #bulk(): Step[] {
    const draw = this.#draw
    if (draw.chance(30)) return [...this.#expression('i32', 1), simple('memory.grow'), simple('drop')]
    const length = draw.chance(90) ? [constant('i32', draw.below(300))] : this.#expression('i32', 1)
    const source = draw.chance(50) ? 'memory.fill' : 'memory.copy'
    return [...this.#address(), ...this.#address(), ...length, simple(source)]
  }

  /** Mostly inside the memory. */
  #address(): Step[] {
    if (this.#draw.chance(3)) return this.#expression('i32', 1)
    return [...this.#expression('i32', 1), constant('i32', 0xfff), numeric('i32.and')]
  }

  #access(name: AccessName): Step {
    return { kind: 'access', name, offset: this.#draw.below(64) }
  }

  #expression(type: ProgramType, depth: number): Step[] {
    const draw = this.#draw
    if (depth === 0 || draw.chance(20)) return this.#leaf(type)
    switch (draw.below(12)) {
      case 0: {
        const loads = LOADS.filter((name) => typeOfAccess(name) === type)
        return [...this.#address(), this.#access(loads[draw.below(loads.length)] ?? 'i32.load')]
      }
      case 1:
        return [
          ...this.#expression(type, depth - 1),
          ...this.#expression(type, depth - 1),
          ...this.#expression('i32', depth - 1),
          simple('select'),
        ]
      case 2: {
        const body = this.#inside(type, () => this.#expression(type, depth - 1))
        const otherwise = this.#inside(type, () => this.#expression(type, depth - 1))
        return [...this.#expression('i32', depth - 1), { kind: 'if', result: type, body, otherwise }]
      }
      case 3:
        return this.#call(type, depth)
      default:
        return this.#numeric(type, depth)
    }
  }

  #numeric(type: ProgramType, depth: number): Step[] {
    const found = ANSWERS.filter(([, { result }]) => result === type)
    const [name, { params }] = found[this.#draw.below(found.length)] ?? ['', { params: [] }]
    return [...params.flatMap((param) => this.#expression(param, depth - 1)), numeric(name)]
  }

  #call(type: ProgramType, depth: number): Step[] {
    const index = this.#callable.findIndex(({ result }) => result === type)
    const called = this.#callable[index]
    if (called === undefined) return this.#leaf(type)
    return [...called.params.flatMap((param) => this.#expression(param, depth - 1)), { kind: 'call', index }]
  }

  #leaf(type: ProgramType): Step[] {
    const draw = this.#draw
    const locals = this.#variables.flatMap((found, index) => (found === type ? [index] : []))
    const local = locals[draw.below(locals.length)]
    if (local !== undefined && draw.chance(60)) return [variable('local.get', local)]
    if (draw.chance(15)) return [variable('global.get', this.#globals.indexOf(type))]
    return [constant(type, drawValue(draw, type))]
  }
}

function drawValue(draw: Draw, type: ProgramType): number | bigint {
  if (type === 'i32') return draw.int(-(2 ** 31), 2 ** 31 - 1)
  if (type === 'i64') return BigInt(draw.int(-(2 ** 53) + 1, 2 ** 53 - 1))
  const value = draw.pick([0, -0, 1, -1.5, 1e9, Number.POSITIVE_INFINITY, Number.NaN, 1e-300])
  return type === 'f32' ? Math.fround(value) : value
}
