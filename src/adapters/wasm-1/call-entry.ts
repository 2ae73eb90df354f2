import { fail, ok, type Result } from '../../kernel/base/result.ts'
import type { CallErrorCode, CallFault, CallFaultDetail } from './call-fault.ts'

/** The name of a module's entry: modules with state reduce, modules without are called. */
export type EntryName = 'reduce' | 'call'

/** What the profile asks of an instance, found by {@link findEntry}. */
export interface ModuleEntry {
  readonly memory: WebAssembly.Memory
  readonly alloc: (length: number) => unknown
  readonly run: (...args: number[]) => unknown
  /** Parameters of the entry: 3 when the host says where the answer's place is to be written, else 2. */
  readonly arity: 2 | 3
}

/** What a manifest says that bears on the call itself. */
export interface CallBounds {
  /** At most what the memory's own maximum allows. */
  readonly maxMemoryBytes: number | bigint
  /** Bytes of an answer including its state: more is not even copied. */
  readonly maxAnswerBytes: number
}

/** Looks for memory, `alloc` and the entry among an instance's exports. */
export function findEntry(exports: WebAssembly.Exports, name: EntryName): Result<ModuleEntry, CallFault> {
  const { memory, alloc } = exports
  const run = exports[name]
  if (!(memory instanceof WebAssembly.Memory)) return refuse('invalid_output', 'export_missing', 'memory')
  if (!isFunction(alloc) || alloc.length !== 1) return refuse('invalid_output', 'export_missing', 'alloc')
  if (!isFunction(run) || (run.length !== 2 && run.length !== 3))
    return refuse('invalid_output', 'export_missing', name)
  return ok({ memory, alloc, run, arity: run.length })
}

/**
 * Makes one call: room for the input, the input, the entry, the answer. Modules come in three shapes: they return two
 * numbers, or both in one of 64 bits, or write them where the host says. A trap of the module is thrown through, because
 * only the executor can tell a module's own from a host's.
 */
export function callEntry(
  entry: ModuleEntry,
  input: Uint8Array,
  bounds: CallBounds,
): Result<Uint8Array, CallFault> {
  const { memory, run } = entry
  const pointer = allocate(entry, input.length)
  if (pointer === undefined) return refuse('invalid_output', 'alloc_negative')
  if (!makeRoom(memory, pointer + input.length, bounds)) return refuse('trap', 'input_outside_memory')
  new Uint8Array(memory.buffer).set(input, pointer)
  if (entry.arity === 2) return copyAnswer(memory, returnedPlace(run(pointer, input.length)), bounds)
  const place = allocate(entry, PLACE_BYTES)
  if (place === undefined) return refuse('invalid_output', 'alloc_negative')
  const returned = run(place, pointer, input.length)
  return copyAnswer(memory, returned === undefined ? writtenPlace(memory, place) : undefined, bounds)
}

/** Two little-endian numbers: address and length. */
const PLACE_BYTES = 8
const PAGE_BYTES = 65_536

interface Place {
  readonly pointer: number
  readonly length: number
}

/** Where an answer lies that was returned. Lengths and addresses are signed here. */
function returnedPlace(returned: unknown): Place | undefined {
  if (typeof returned === 'bigint') {
    return {
      pointer: Number(BigInt.asIntN(32, returned)),
      length: Number(BigInt.asIntN(32, returned >> 32n)),
    }
  }
  if (!Array.isArray(returned)) return undefined
  const [pointer, length, ...more]: unknown[] = returned
  return typeof pointer === 'number' && typeof length === 'number' && more.length === 0
    ? { pointer, length }
    : undefined
}

/** Where an answer lies that was written where the host said. */
function writtenPlace(memory: WebAssembly.Memory, place: number): Place {
  const view = new DataView(memory.buffer)
  // Room that the module never wrote to may lie outside; then its answer does so too.
  if (place + PLACE_BYTES > view.byteLength) return { pointer: place, length: PLACE_BYTES }
  return { pointer: view.getInt32(place, true), length: view.getInt32(place + 4, true) }
}

/** The checks in the profile's order. */
function copyAnswer(
  memory: WebAssembly.Memory,
  place: Place | undefined,
  { maxMemoryBytes, maxAnswerBytes }: CallBounds,
): Result<Uint8Array, CallFault> {
  if (place === undefined) return refuse('invalid_output', 'export_missing', 'entry')
  const { pointer, length } = place
  const { byteLength } = memory.buffer
  if (byteLength > maxMemoryBytes) return refuse('trap', 'memory_limit')
  if (length < 0) return refuse('trap', 'output_length_negative')
  if (length > maxAnswerBytes) return refuse('output_too_large', 'limit_exceeded')
  if (pointer < 0) return refuse('invalid_output', 'output_pointer_negative')
  if (pointer + length > byteLength) return refuse('trap', 'output_outside_memory')
  return ok(new Uint8Array(memory.buffer).slice(pointer, pointer + length))
}

/** Asks the module for room; 0 is a place like any other. */
function allocate({ alloc }: ModuleEntry, length: number): number | undefined {
  const pointer = alloc(length)
  return typeof pointer === 'number' && pointer >= 0 ? pointer : undefined
}

/**
 * Grows memory where a module gave room beyond its end, which the profile allows up to the limit. Growth below the limit that
 * fails is thrown through: the machine lacks the room, and that must not become the module's result.
 */
function makeRoom(memory: WebAssembly.Memory, end: number, { maxMemoryBytes }: CallBounds): boolean {
  const missing = end - memory.buffer.byteLength
  if (missing <= 0) return true
  if (end > maxMemoryBytes) return false
  memory.grow(Math.ceil(missing / PAGE_BYTES))
  return true
}

function isFunction(
  value: unknown,
): value is ((...args: number[]) => unknown) & { readonly length: 1 | 2 | 3 } {
  return typeof value === 'function'
}

function refuse(
  code: CallErrorCode,
  detail: CallFaultDetail,
  path?: string,
): { readonly ok: false; readonly fault: CallFault } {
  return fail(path === undefined ? { code, detail } : { code, detail, path })
}
