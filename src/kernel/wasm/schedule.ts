/**
 * Classes of instructions by what they cost. `free` leaves no work to a compiler: markers, and what only forgets a value.
 */
export const COST_CLASSES = [
  'free',
  'simple',
  'access',
  'divide',
  'branchTable',
  'call',
  'callIndirect',
  'bulk',
  'grow',
] as const
export type CostClass = (typeof COST_CLASSES)[number]

/**
 * What gas is charged for. Part of the semantics of every world whose manifest names its version: a change is a new version, and
 * old ones stay. All numbers are whole and at least 0; a branch and a call cost at least 1, or a module could run for nothing.
 */
export interface GasSchedule {
  readonly version: number
  /** Gas for one instruction of each class. */
  readonly costs: Readonly<Record<CostClass, number>>
  /** Gas for entering a function. */
  readonly entry: number
  /** Locals that an entry sets to zero for one gas. */
  readonly localsPerGas: number
  /** Bytes that a bulk instruction moves for one gas, as a power of two. */
  readonly bulkBytesShift: number
  /** Table rows that a bulk instruction moves for one gas, as a power of two. */
  readonly bulkRowsShift: number
  /** Gas for one page that a memory grows by. */
  readonly page: number
}

/**
 * The first schedule. One gas is about one cheap machine instruction, so that limits written for engines that count instructions
 * (spec A §5.13) keep their meaning. Weights above 1 follow latencies of common processors: a load or store about 2, a division or
 * root at least 4, a call with its frame 4, one through a table with its type check 8. Filling and copying go eight bytes a gas,
 * and a new page is 64 KiB to be zeroed at that rate.
 */
export const GAS_SCHEDULE_1: GasSchedule = {
  version: 1,
  costs: {
    free: 0,
    simple: 1,
    access: 2,
    divide: 4,
    branchTable: 2,
    call: 4,
    callIndirect: 8,
    bulk: 16,
    grow: 64,
  },
  entry: 2,
  localsPerGas: 4,
  bulkBytesShift: 3,
  bulkRowsShift: 1,
  page: 8192,
}
