import type { GasSchedule } from '../schedule.ts'
import { type Cell, NUMERIC, ProgramTrap, type ProgramType } from './numeric.ts'
import { PathCost, stepCost } from './path-cost.ts'
import type { AccessName, Program, ProgramFunction, Step } from './program.ts'

const PAGE = 65_536

class GasUsedUp extends Error {
  override readonly name = 'GasUsedUp'
}

export interface Interpreted {
  readonly ending: 'returned' | 'trap' | 'gas'
  readonly result: Cell | undefined
  readonly gasUsed: number
  /** What the executed instructions cost by themselves. */
  readonly executed: number
}

/** Where control goes after a step: on, out to a label, or out of the function. */
const ON = -1
const RETURN = 1_000_000

/** Runs programs a step at a time and counts gas by the schedule: the reading of the rules that the rewritten module must meet. */
export class Interpreter {
  memory = new Uint8Array(PAGE)
  readonly globals: Cell[]
  readonly #program: Program
  readonly #schedule: GasSchedule
  readonly #pagesMax: number
  readonly #paths: PathCost
  #gas = 0
  #executed = 0

  constructor(
    program: Program,
    { schedule, pagesMax }: { readonly schedule: GasSchedule; readonly pagesMax: number },
  ) {
    this.#program = program
    this.#schedule = schedule
    this.#pagesMax = pagesMax
    this.#paths = new PathCost(schedule)
    this.globals = program.globals.map(zero)
  }

  call(index: number, args: readonly Cell[], gas: number): Interpreted {
    this.#gas = gas
    this.#executed = 0
    const found = (ending: Interpreted['ending'], result?: Cell): Interpreted => ({
      ending,
      result,
      gasUsed: ending === 'gas' ? gas : gas - this.#gas,
      executed: this.#executed,
    })
    try {
      return found('returned', this.#enter(index, args))
    } catch (thrown) {
      if (thrown instanceof GasUsedUp) return found('gas')
      if (thrown instanceof ProgramTrap) return found('trap')
      throw thrown
    }
  }

  #pay(gas: number): void {
    this.#gas -= gas
    if (this.#gas < 0) throw new GasUsedUp()
  }

  #enter(index: number, args: readonly Cell[]): Cell {
    const called = this.#program.functions[index]
    if (called === undefined) throw new RangeError(`no function ${index}`)
    const { entry, localsPerGas } = this.#schedule
    this.#pay(entry + Math.ceil(called.locals.length / localsPerGas) + this.#paths.of(called.body))
    const frame = new Frame(called, args)
    this.#run(called.body, frame)
    return frame.pop()
  }

  #run(steps: readonly Step[], frame: Frame): number {
    for (const step of steps) {
      const out = this.#step(step, frame)
      if (out !== ON) return out
    }
    return ON
  }

  #step(step: Step, frame: Frame): number {
    this.#executed += stepCost(step, this.#schedule)
    switch (step.kind) {
      case 'const':
        frame.push(step.type === 'f32' ? Math.fround(Number(step.value)) : step.value)
        return ON
      case 'numeric': {
        const numeric = NUMERIC[step.name]
        if (numeric === undefined) throw new TypeError(step.name)
        const b = numeric.params.length === 2 ? frame.pop() : 0
        frame.push(numeric.run(frame.pop(), b))
        return ON
      }
      case 'variable':
        this.#variable(step.name, step.index, frame)
        return ON
      case 'access':
        this.#access(step.name, step.offset, frame)
        return ON
      case 'simple':
        return this.#simple(step.name, frame)
      case 'block':
        return left(this.#run(step.body, frame))
      case 'if':
        return left(this.#run(frame.pop() === 0 ? (step.otherwise ?? []) : step.body, frame))
      case 'loop':
        return this.#loop(step.body, frame)
      case 'br':
        return step.label
      case 'br_if':
        return frame.pop() === 0 ? ON : step.label
      case 'br_table': {
        const chosen = Number(frame.pop()) >>> 0
        return step.labels[Math.min(chosen, step.labels.length - 1)] ?? ON
      }
      case 'call': {
        const args = (this.#program.functions[step.index]?.params ?? []).map(() => frame.pop()).toReversed()
        frame.push(this.#enter(step.index, args))
        return ON
      }
    }
  }

  #loop(body: readonly Step[], frame: Frame): number {
    for (;;) {
      this.#pay(this.#paths.of(body))
      const out = this.#run(body, frame)
      if (out !== 0) return left(out)
    }
  }

  #variable(name: Extract<Step, { kind: 'variable' }>['name'], index: number, frame: Frame): void {
    const cells = name.startsWith('local') ? frame.locals : this.globals
    if (name.endsWith('get')) frame.push(cells[index] ?? 0)
    else cells[index] = frame.pop()
    if (name === 'local.tee') frame.push(cells[index] ?? 0)
  }

  #access(name: AccessName, offset: number, frame: Frame): void {
    const stored = name.includes('store') ? frame.pop() : 0
    const at = (Number(frame.pop()) >>> 0) + offset
    const size = name.endsWith('8') || name.includes('8_') ? 1 : name.includes('64') ? 8 : 4
    if (at + size > this.memory.length) throw new ProgramTrap()
    const view = new DataView(this.memory.buffer, at)
    switch (name) {
      case 'i32.load8_u':
        return frame.push(view.getUint8(0))
      case 'i32.load':
        return frame.push(view.getInt32(0, true))
      case 'i64.load':
        return frame.push(view.getBigInt64(0, true))
      case 'f32.load':
        return frame.push(view.getFloat32(0, true))
      case 'f64.load':
        return frame.push(view.getFloat64(0, true))
      case 'i32.store8':
        return view.setUint8(0, Number(stored))
      case 'i32.store':
        return view.setInt32(0, Number(stored), true)
      case 'i64.store':
        return view.setBigInt64(0, BigInt(stored), true)
      case 'f32.store':
        return view.setInt32(0, Number(NUMERIC['i32.reinterpret_f32']?.run(stored, 0)), true)
      case 'f64.store':
        return view.setBigInt64(0, BigInt(NUMERIC['i64.reinterpret_f64']?.run(stored, 0) ?? 0n), true)
    }
  }

  #simple(name: Extract<Step, { kind: 'simple' }>['name'], frame: Frame): number {
    switch (name) {
      case 'unreachable':
        throw new ProgramTrap()
      case 'return':
        return RETURN
      case 'drop':
        frame.pop()
        return ON
      case 'select': {
        const [condition, b, a] = [frame.pop(), frame.pop(), frame.pop()]
        frame.push(condition === 0 ? b : a)
        return ON
      }
      case 'memory.size':
        frame.push(this.memory.length / PAGE)
        return ON
      case 'memory.grow':
        frame.push(this.#grow(Number(frame.pop()) >>> 0))
        return ON
      case 'memory.fill':
      case 'memory.copy':
        this.#bulk(name, frame)
        return ON
    }
  }

  #grow(pages: number): number {
    const before = this.memory.length / PAGE
    if (pages > this.#pagesMax - before) return -1
    this.#pay(pages * this.#schedule.page)
    const wider = new Uint8Array((before + pages) * PAGE)
    wider.set(this.memory)
    this.memory = wider
    return before
  }

  #bulk(name: 'memory.fill' | 'memory.copy', frame: Frame): void {
    const length = Number(frame.pop()) >>> 0
    const source = frame.pop()
    const at = Number(frame.pop()) >>> 0
    this.#pay(Math.ceil(length / 2 ** this.#schedule.bulkBytesShift))
    if (at + length > this.memory.length) throw new ProgramTrap()
    if (name === 'memory.fill') {
      this.memory.fill(Number(source) & 0xff, at, at + length)
      return
    }
    const from = Number(source) >>> 0
    if (from + length > this.memory.length) throw new ProgramTrap()
    this.memory.copyWithin(at, from, from + length)
  }
}

/** What leaves a block leaves it for one level less. */
const left = (out: number): number => (out === ON || out === RETURN ? out : out === 0 ? ON : out - 1)

function zero(type: ProgramType): Cell {
  return type === 'i64' ? 0n : 0
}

class Frame {
  readonly locals: Cell[]
  readonly #operands: Cell[] = []

  constructor({ locals }: ProgramFunction, args: readonly Cell[]) {
    this.locals = [...args, ...locals.map(zero)]
  }

  push(cell: Cell): void {
    this.#operands.push(cell)
  }

  pop(): Cell {
    const cell = this.#operands.pop()
    if (cell === undefined) throw new RangeError('an operand is missing')
    return cell
  }
}
