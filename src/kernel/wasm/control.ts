import type { CodeContext } from './code-context.ts'
import type { GasCover } from './cover.ts'
import { readValueType, Section } from './forms.ts'
import { BLOCK_DEPTH_MAX, BRANCH_TARGETS_MAX } from './limits.ts'
import { Op } from './opcodes.ts'
import { Patch } from './patches.ts'
import { type Signature, Type } from './types.ts'

interface Block {
  readonly signature: Signature
  readonly floor: number
  /** Whether the code around it was dead already. */
  readonly wasDead: boolean
  /** An `if` becomes a plain block at its `else`. */
  code: number
  /** Of a loop: its place in the patch list. */
  readonly patch: number
}

const EMPTY: Signature = { params: [], results: [] }
const SINGLES: ReadonlyMap<number, Signature> = new Map(
  Object.values(Type).map((type) => [type, { params: [], results: [type] }]),
)
const EMPTY_BLOCK = 0x40

/** Blocks, branches and calls: checks them and keeps the gas cover beside. */
export class Control {
  readonly #context: CodeContext
  readonly #cover: GasCover
  readonly #blocks: Block[] = []
  #loops = 0

  constructor(context: CodeContext, cover: GasCover) {
    this.#context = context
    this.#cover = cover
  }

  /** Loops seen since the first function. */
  get loops(): number {
    return this.#loops
  }

  openFunction(): void {
    this.#blocks.length = 0
    this.#cover.reset()
    const { signature } = this.#context
    this.#blocks.push({
      code: Op.block,
      signature: { params: [], results: signature.results },
      floor: 0,
      wasDead: false,
      patch: -1,
    })
  }

  open(code: number): void {
    const { operands, reader, patches } = this.#context
    const signature = this.#readBlockType()
    if (code === Op.if) operands.pop(Type.i32)
    operands.popAll(signature.params)
    if (this.#blocks.length > BLOCK_DEPTH_MAX) reader.refuse('block_depth', { expected: BLOCK_DEPTH_MAX })
    const isLoop = code === Op.loop
    const patch = isLoop ? patches.add(Patch.charge, reader.offset, reader.offset) : -1
    this.#blocks.push({ code, signature, floor: operands.floor, wasDead: operands.isDead, patch })
    operands.floor = operands.height
    operands.isDead = false
    operands.pushAll(signature.params)
    if (isLoop) {
      this.#loops += 1
      this.#cover.openLoop()
    } else if (code === Op.if) this.#cover.openIf()
    else this.#cover.openBlock()
  }

  #readBlockType(): Signature {
    const { module, reader } = this.#context
    const first = reader.peek()
    if (first === EMPTY_BLOCK) {
      reader.offset += 1
      return EMPTY
    }
    // A single negative byte is a value type, all else the index of a type.
    if ((first & 0xc0) === 0x40) return SINGLES.get(readValueType(reader)) ?? EMPTY
    const index = reader.index33()
    module.features.add('multi-value')
    return module.types[index] ?? reader.refuse('type_unknown', { actual: index })
  }

  openElse(): void {
    const { operands, reader } = this.#context
    const block = this.#innermost()
    if (block.code !== Op.if) reader.refuse('opcode_unknown', { actual: 'else' })
    this.#takeResults(block)
    block.code = Op.else
    operands.isDead = false
    operands.pushAll(block.signature.params)
    this.#cover.openElse()
  }

  /** Closes the innermost block. For the function's own: the gas that pays for its region; else `undefined`. */
  close(): number | undefined {
    const { operands, reader, patches } = this.#context
    const block = this.#innermost()
    const { params, results } = block.signature
    this.#takeResults(block)
    if (block.code === Op.if && !sameTypes(params, results)) reader.refuse('else_missing')
    const cost = this.#cover.close()
    this.#blocks.pop()
    if (block.patch >= 0) patches.value[block.patch] = cost
    if (this.#blocks.length === 0) return cost
    operands.floor = block.floor
    operands.isDead = block.wasDead
    operands.pushAll(results)
    return undefined
  }

  #takeResults({ signature }: Block): void {
    const { operands, reader } = this.#context
    operands.popAll(signature.results)
    if (operands.height !== operands.floor) reader.refuse('operands_left')
  }

  branch(): void {
    this.#context.operands.popAll(this.#readLabel())
    this.#leave()
  }

  branchIf(): void {
    const { operands } = this.#context
    const types = this.#readLabel()
    operands.pop(Type.i32)
    operands.popAll(types)
    operands.pushAll(types)
  }

  branchTable(): void {
    const { operands, reader } = this.#context
    operands.pop(Type.i32)
    const count = reader.count(BRANCH_TARGETS_MAX)
    const seen = new Set<number>()
    let types: readonly number[] = []
    for (let index = 0; index <= count; index += 1) {
      const label = reader.u32()
      // Checked once a label, or a table of a million targets with many operands would take minutes.
      if (seen.has(label)) continue
      const found = this.#labelTypes(label)
      if (seen.size > 0 && found.length !== types.length) reader.refuse('labels_differ')
      operands.expectTop(found)
      types = found
      seen.add(label)
    }
    this.#leave()
  }

  return(): void {
    const { operands, patches, reader, signature } = this.#context
    operands.popAll(signature.results)
    patches.add(Patch.leave, reader.mark, reader.offset, this.#blocks.length - 1)
    this.#leave()
  }

  stop(): void {
    this.#leave()
  }

  #leave(): void {
    this.#context.operands.die()
    this.#cover.stop()
  }

  #readLabel(): readonly number[] {
    return this.#labelTypes(this.#context.reader.u32())
  }

  /** What a branch to a label carries. */
  #labelTypes(label: number): readonly number[] {
    const block = this.#blocks[this.#blocks.length - 1 - label]
    if (block === undefined) return this.#context.reader.refuse('label_unknown', { actual: label })
    this.#cover.branch(label)
    return block.code === Op.loop ? block.signature.params : block.signature.results
  }

  call(): void {
    const { module, reader } = this.#context
    const index = reader.u32()
    this.#apply(module.functions[index] ?? reader.refuse('function_unknown', { actual: index }))
  }

  callIndirect(): void {
    const { module, operands, reader } = this.#context
    const index = reader.u32()
    const signature = module.types[index] ?? reader.refuse('type_unknown', { actual: index })
    const table = reader.u32()
    if (table > 0 || module.table === undefined) reader.refuse('table_unknown', { actual: table })
    operands.pop(Type.i32)
    this.#apply(signature)
  }

  #apply({ params, results }: Signature): void {
    const { operands } = this.#context
    operands.popAll(params)
    operands.pushAll(results)
    this.#context.isLeaf = false
  }

  #innermost(): Block {
    const block = this.#blocks.at(-1)
    return block ?? this.#context.reader.refuse('trailing_bytes', { actual: Section.code })
  }
}

function sameTypes(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((type, index) => type === b[index])
}
