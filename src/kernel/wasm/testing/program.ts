import { WasmWriter } from '../writer.ts'
import { NUMERIC, type ProgramType } from './numeric.ts'

const TYPE_BYTES: Readonly<Record<ProgramType, number>> = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c }

const ACCESS_CODES = {
  'i32.load': 0x28,
  'i64.load': 0x29,
  'f32.load': 0x2a,
  'f64.load': 0x2b,
  'i32.load8_u': 0x2d,
  'i32.store': 0x36,
  'i64.store': 0x37,
  'f32.store': 0x38,
  'f64.store': 0x39,
  'i32.store8': 0x3a,
} as const
export type AccessName = keyof typeof ACCESS_CODES

const VARIABLE_CODES = {
  'local.get': 0x20,
  'local.set': 0x21,
  'local.tee': 0x22,
  'global.get': 0x23,
  'global.set': 0x24,
} as const
type VariableName = keyof typeof VARIABLE_CODES

const SIMPLE_CODES = {
  unreachable: [0x00],
  return: [0x0f],
  drop: [0x1a],
  select: [0x1b],
  'memory.size': [0x3f, 0],
  'memory.grow': [0x40, 0],
  'memory.copy': [0xfc, 10, 0, 0],
  'memory.fill': [0xfc, 11, 0],
} as const
type SimpleName = keyof typeof SIMPLE_CODES

/** One instruction as data: what a test interprets and what it encodes. Written apart from the table of opcodes on purpose. */
export type Step =
  | { readonly kind: 'const'; readonly type: ProgramType; readonly value: number | bigint }
  | { readonly kind: 'numeric'; readonly name: string }
  | { readonly kind: 'variable'; readonly name: VariableName; readonly index: number }
  | { readonly kind: 'access'; readonly name: AccessName; readonly offset: number }
  | { readonly kind: 'simple'; readonly name: SimpleName }
  | { readonly kind: 'block' | 'loop'; readonly result?: ProgramType; readonly body: readonly Step[] }
  | {
      readonly kind: 'if'
      readonly result?: ProgramType
      readonly body: readonly Step[]
      readonly otherwise?: readonly Step[]
    }
  | { readonly kind: 'br' | 'br_if'; readonly label: number }
  | { readonly kind: 'br_table'; readonly labels: readonly number[] }
  | { readonly kind: 'call'; readonly index: number }

export interface ProgramFunction {
  readonly params: readonly ProgramType[]
  readonly locals: readonly ProgramType[]
  readonly result: ProgramType
  readonly body: readonly Step[]
}

/** A module: one memory of one page, mutable globals that start at zero, and functions that are exported as f0, f1 … */
export interface Program {
  readonly globals: readonly ProgramType[]
  readonly functions: readonly ProgramFunction[]
}

/** The module of a program. */
export function encodeProgram({ globals, functions }: Program): Uint8Array<ArrayBuffer> {
  const module = new WasmWriter()
  module.all(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0)
  const section = (id: number, count: number, write: (into: WasmWriter) => void): void => {
    const content = new WasmWriter()
    content.u32(count)
    write(content)
    module.byte(id)
    module.u32(content.length)
    module.copy(content.written())
  }
  const bytesOf = (types: readonly ProgramType[]): number[] => types.map((type) => TYPE_BYTES[type])
  section(1, functions.length, (into) => {
    for (const { params, result } of functions)
      into.all(0x60, params.length, ...bytesOf(params), 1, TYPE_BYTES[result])
  })
  section(3, functions.length, (into) => {
    for (let index = 0; index < functions.length; index += 1) into.u32(index)
  })
  section(5, 1, (into) => into.all(0, 1))
  section(6, globals.length, (into) => {
    for (const type of globals) {
      into.all(TYPE_BYTES[type], 1)
      encodeStep(into, { kind: 'const', type, value: type === 'i64' ? 0n : 0 })
      into.byte(0x0b)
    }
  })
  section(7, functions.length + globals.length + 1, (into) => {
    writeExport(into, 'memory', 2, 0)
    for (let index = 0; index < functions.length; index += 1) writeExport(into, `f${index}`, 0, index)
    for (let index = 0; index < globals.length; index += 1) writeExport(into, `g${index}`, 3, index)
  })
  section(10, functions.length, (into) => {
    for (const { locals, body } of functions) {
      const code = new WasmWriter()
      code.u32(locals.length)
      for (const type of locals) code.all(1, TYPE_BYTES[type])
      for (const step of body) encodeStep(code, step)
      code.byte(0x0b)
      into.u32(code.length)
      into.copy(code.written())
    }
  })
  return Uint8Array.from(module.written())
}

function writeExport(into: WasmWriter, name: string, kind: number, index: number): void {
  into.name(name)
  into.all(kind, index)
}

function encodeStep(into: WasmWriter, step: Step): void {
  switch (step.kind) {
    case 'const':
      encodeConst(into, step.type, step.value)
      return
    case 'numeric':
      into.all(...(NUMERIC[step.name]?.code ?? []))
      return
    case 'variable':
      into.byte(VARIABLE_CODES[step.name])
      into.u32(step.index)
      return
    case 'access':
      into.all(ACCESS_CODES[step.name], 0)
      into.u32(step.offset)
      return
    case 'simple':
      into.all(...SIMPLE_CODES[step.name])
      return
    case 'block':
    case 'loop':
    case 'if':
      encodeBlock(into, step)
      return
    case 'br':
    case 'br_if':
      into.byte(step.kind === 'br' ? 0x0c : 0x0d)
      into.u32(step.label)
      return
    case 'br_table':
      into.byte(0x0e)
      into.u32(step.labels.length - 1)
      for (const label of step.labels) into.u32(label)
      return
    case 'call':
      into.byte(0x10)
      into.u32(step.index)
  }
}

function encodeBlock(into: WasmWriter, step: Extract<Step, { readonly body: readonly Step[] }>): void {
  into.byte({ block: 0x02, loop: 0x03, if: 0x04 }[step.kind])
  into.byte(step.result === undefined ? 0x40 : TYPE_BYTES[step.result])
  for (const inner of step.body) encodeStep(into, inner)
  if (step.kind === 'if' && step.otherwise !== undefined) {
    into.byte(0x05)
    for (const inner of step.otherwise) encodeStep(into, inner)
  }
  into.byte(0x0b)
}

function encodeConst(into: WasmWriter, type: ProgramType, value: number | bigint): void {
  const view = new DataView(new ArrayBuffer(8))
  switch (type) {
    case 'i32':
      into.byte(0x41)
      into.signed(Number(value))
      return
    case 'i64':
      into.byte(0x42)
      into.signed(Number(value))
      return
    case 'f32':
      view.setFloat32(0, Number(value), true)
      into.all(0x43, ...new Uint8Array(view.buffer, 0, 4))
      return
    case 'f64':
      view.setFloat64(0, Number(value), true)
      into.all(0x44, ...new Uint8Array(view.buffer, 0, 8))
  }
}
