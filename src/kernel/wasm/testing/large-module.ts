import { Op } from '../opcodes.ts'
import { Type } from '../types.ts'
import { WasmWriter } from '../writer.ts'

const FUNCTIONS = 762
const UNITS = 18
/** Each function calls the next but every 40th, so that a call goes 40 deep and no further. */
const CHAIN = 40

/** Straight-line blocks: a unit branches into two arms that meet again. */
export const LARGE_MODULE_BLOCKS = FUNCTIONS * UNITS * 3

/**
 * A module of the size and shape of the largest measured (spec A §10.1): 660 KB, 762 functions, tens of thousands of straight-line
 * blocks with loads, stores and loops. Export `run (i32) → (i32)` goes through a 40th of it and ends.
 */
export function largeModule(): Uint8Array {
  const module = new WasmWriter(1 << 20)
  module.all(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0)
  const section = (id: number, write: (into: WasmWriter) => void): void => {
    const content = new WasmWriter()
    write(content)
    module.byte(id)
    module.u32(content.length)
    module.copy(content.written())
  }
  section(1, (into) => into.all(1, 0x60, 1, Type.i32, 1, Type.i32))
  section(3, (into) => {
    into.u32(FUNCTIONS)
    for (let index = 0; index < FUNCTIONS; index += 1) into.byte(0)
  })
  section(5, (into) => into.all(1, 0, 17))
  section(7, (into) => {
    into.byte(2)
    into.name('memory')
    into.all(2, 0)
    into.name('run')
    into.all(0, 0)
  })
  section(10, (into) => {
    into.u32(FUNCTIONS)
    for (let index = 0; index < FUNCTIONS; index += 1) {
      const body = functionBody(index)
      into.u32(body.length)
      into.copy(body.written())
    }
  })
  return module.written().slice()
}

function functionBody(index: number): WasmWriter {
  const body = new WasmWriter()
  body.all(1, 1, Type.i32)
  for (let unit = 0; unit < UNITS; unit += 1) writeUnit(body, index * UNITS + unit)
  body.all(Op.localGet, 0)
  if (index % CHAIN !== CHAIN - 1 && index + 1 < FUNCTIONS) {
    body.byte(Op.call)
    body.u32(index + 1)
  }
  body.byte(Op.end)
  return body
}

/** `x = x & mask ? x * a + memory[b] : (memory[b] = x + a)`, every eighth time in a loop of three rounds. */
function writeUnit(into: WasmWriter, seed: number): void {
  const isLoop = seed % 8 === 0
  const address = (seed * 52) % 65_000
  if (isLoop) into.all(Op.i32Const, 3, Op.localSet, 1, Op.loop, 0x40)
  into.all(Op.localGet, 0, Op.i32Const)
  into.signed(1 << (seed % 20))
  into.all(0x71, Op.if, 0x40, Op.localGet, 0, Op.i32Const)
  into.signed(seed * 2 + 1)
  into.all(0x6c, Op.i32Const, 0, Op.i32Load, 2)
  into.u32(address)
  into.all(0x6a, Op.localSet, 0, Op.else, Op.localGet, 0, Op.i32Const)
  into.signed(seed + 1)
  into.all(0x6a, Op.localTee, 0, Op.drop, Op.i32Const, 0, Op.localGet, 0, 0x36, 2)
  into.u32(address)
  into.byte(Op.end)
  if (isLoop) into.all(Op.localGet, 1, Op.i32Const, 1, 0x6b, Op.localTee, 1, Op.brIf, 0, Op.end)
}
