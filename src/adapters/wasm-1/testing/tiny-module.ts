// Modules of a few bytes, put together by hand: what hostile and foreign modules do at the border, and nothing else.

/** How an entry says where its answer lies. */
export type EntryShape = 'pair' | 'packed' | 'written'

export interface TinyModule {
  readonly shape: EntryShape
  /** Code of the entry; see {@link answering}. */
  readonly entry: readonly number[]
  /** Code of `alloc`; 1024 + 8 × length unless said. */
  readonly alloc?: readonly number[]
  /** Bytes at address 16. */
  readonly data?: Uint8Array
  readonly pages?: number
  /** Exports to leave out. */
  readonly without?: string
}

const I32 = 0x7f
const I64 = 0x7e
const END = 0x0b
const ENTRY_TYPES: Readonly<Record<EntryShape, readonly number[]>> = {
  pair: [0x60, 2, I32, I32, 2, I32, I32],
  packed: [0x60, 2, I32, I32, 1, I64],
  written: [0x60, 3, I32, I32, I32, 0],
}

/** Address of {@link TinyModule.data}. */
export const DATA_AT = 16

export const i32Const = (value: number): number[] => [0x41, ...signed(BigInt(value))]
const ROOM: readonly number[] = [...i32Const(1024), 0x20, 0, ...i32Const(8), 0x6c, 0x6a]
export const TRAP: readonly number[] = [0x00]
export const GROW_BY_A_PAGE: readonly number[] = [0x41, 1, 0x40, 0, 0x1a]

/** Code that answers with this place. */
export function answering(shape: EntryShape, pointer: number, length: number): number[] {
  if (shape === 'pair') return [...i32Const(pointer), ...i32Const(length)]
  if (shape === 'packed') {
    const packed = (BigInt(length) << 32n) | BigInt.asUintN(32, BigInt(pointer))
    return [0x42, ...signed(BigInt.asIntN(64, packed))]
  }
  const store = (value: number, offset: number): number[] => [0x20, 0, ...i32Const(value), 0x36, 2, offset]
  return [...store(pointer, 0), ...store(length, 4)]
}

export function assemble(tiny: TinyModule): WebAssembly.Module {
  const { shape, entry, alloc = ROOM, data = new Uint8Array(), pages = 1, without } = tiny
  const exported = [
    { name: 'memory', kind: 2, index: 0 },
    { name: 'alloc', kind: 0, index: 0 },
    { name: 'reduce', kind: 0, index: 1 },
  ].filter(({ name }) => name !== without)
  const bytes = [
    [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(1, [[0x60, 1, I32, 1, I32], ENTRY_TYPES[shape]]),
    section(3, [[0], [1]]),
    section(5, [[0, ...unsigned(pages)]]),
    section(
      7,
      exported.map(({ name, kind, index }) => [...sized(Buffer.from(name)), kind, index]),
    ),
    section(10, [code(alloc), code(entry)]),
    section(11, [[0, ...i32Const(DATA_AT), END, ...sized(data)]]),
  ].flat()
  return new WebAssembly.Module(Uint8Array.from(bytes))
}

const code = (body: readonly number[]): number[] => sized([0, ...body, END])
const sized = (bytes: Iterable<number>): number[] => {
  const all = [...bytes]
  return [...unsigned(all.length), ...all]
}
const section = (id: number, rows: readonly (readonly number[])[]): number[] => [
  id,
  ...sized([...unsigned(rows.length), ...rows.flat()]),
]

function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)]
}

function signed(value: bigint): number[] {
  const low = Number(BigInt.asUintN(7, value))
  const rest = value >> 7n
  const isLast = (rest === 0n && low < 64) || (rest === -1n && low >= 64)
  return isLast ? [low] : [low | 128, ...signed(rest)]
}
