import { type Fault, fault } from '../base/fault.ts'
import { fail, ok, type Result } from '../base/result.ts'

/** Why bytes are no module at all. */
type MalformedReason =
  | 'magic'
  | 'version'
  | 'truncated'
  | 'trailing_bytes'
  | 'integer_form'
  | 'text_encoding'
  | 'section_unknown'
  | 'section_order'
  | 'counts_differ'
  | 'flags'
  | 'type_form'
  | 'opcode_unknown'
  | 'data_count'

/** Why a module is not valid. */
type InvalidReason =
  | 'type_mismatch'
  | 'operand_missing'
  | 'operands_left'
  | 'else_missing'
  | 'label_unknown'
  | 'labels_differ'
  | 'type_unknown'
  | 'function_unknown'
  | 'function_undeclared'
  | 'local_unknown'
  | 'global_unknown'
  | 'global_constant'
  | 'memory_unknown'
  | 'table_unknown'
  | 'segment_unknown'
  | 'alignment'
  | 'limits_order'
  | 'constant_expression'
  | 'start_type'
  | 'export_twice'

/** Valid WebAssembly that this kernel does not take: features beyond K7. */
type FeatureReason =
  | 'exceptions'
  | 'extended_constants'
  | 'externref'
  | 'function_references'
  | 'garbage_collection'
  | 'memory64'
  | 'multi_memory'
  | 'multi_table'
  | 'simd'
  | 'tail_calls'
  | 'threads'

/** A bound of `limits.ts` or of the profile. */
type LimitReason =
  | 'module_bytes'
  | 'output_bytes'
  | 'count'
  | 'block_depth'
  | 'stack_weight'
  | 'memory_minimum'
  | 'table_rows'
  | 'segment_range'

/** What the profile of the module's interface does not allow. */
type ProfileReason = 'import_unknown' | 'import_type' | 'export_reserved'

/** Short codes of everything a module can be refused for. */
export type RefusalReason = MalformedReason | InvalidReason | FeatureReason | LimitReason | ProfileReason

/** What a refusal says besides its reason. */
export interface RefusalDetail {
  readonly expected?: string | number
  readonly actual?: string | number
}

/** Thrown inside the parser and caught by {@link attemptModule}: one exit for every check. */
export class ModuleRefused extends Error {
  override readonly name = 'ModuleRefused'
  readonly reason: RefusalReason
  /** Byte offset in the module of what is refused. */
  readonly offset: number
  readonly detail: RefusalDetail

  constructor(reason: RefusalReason, offset: number, detail: RefusalDetail = {}) {
    super(`Module refused at ${offset}: ${reason}.`)
    this.reason = reason
    this.offset = offset
    this.detail = detail
  }
}

/** Runs work on a foreign module. Fault: `module.refused` with a {@link RefusalReason} and the byte offset. */
export function attemptModule<T>(work: () => T): Result<T> {
  try {
    return ok(work())
  } catch (thrown) {
    if (thrown instanceof ModuleRefused)
      return fail(refusalFault(thrown.reason, thrown.offset, thrown.detail))
    throw thrown
  }
}

/** A refusal as data. */
export function refusalFault(reason: RefusalReason, offset: number, detail: RefusalDetail = {}): Fault {
  return fault('module.refused', { reason, offset, ...detail })
}
