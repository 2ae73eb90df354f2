import type { Operands } from './operands.ts'
import type { PatchList } from './patches.ts'
import type { WasmReader } from './reader.ts'
import type { Signature, WasmModule } from './types.ts'

/** What reading one function's code works with and leaves behind. */
export interface CodeContext {
  readonly module: WasmModule
  readonly reader: WasmReader
  readonly operands: Operands
  readonly patches: PatchList
  /** Mutable globals of float type that a host can see. */
  readonly visibleFloats: ReadonlySet<number>
  signature: Signature
  /** Type of every parameter and local. */
  locals: Uint8Array
  isLeaf: boolean
}
