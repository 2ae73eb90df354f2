import { type Fault, type FaultData, type FaultKind, fault } from '../../kernel/base/fault.ts'

/** Thrown where a file stops being readable and caught once, by the reader: one exit for every check. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused'
  readonly fault: Fault

  constructor(kind: FaultKind, data?: FaultData) {
    super(`File refused: ${kind}.`)
    this.fault = fault(kind, data)
  }
}
