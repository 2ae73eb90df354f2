/**
 * Something the machine could not do: compile a module that is good, give memory below a limit, carry a stack that is counted
 * elsewhere. Never a result of the module (kernel contract K7): the frame is not committed, the world halts and may be retried.
 */
export class HostFault extends Error {
  readonly reason: 'compile' | 'instantiate' | 'memory' | 'engine'

  constructor(reason: HostFault['reason'], cause?: unknown) {
    super(`The machine could not run a module: ${reason}.`, { cause })
    this.reason = reason
  }
}
