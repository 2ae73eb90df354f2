/** `window.orrery` from the page's first moment: a script may call before the studio is here, and its commands wait. */
import type { Fault } from '../../kernel/base/fault.ts'
import type { Result } from '../../kernel/base/result.ts'
import { createDeferred } from '../deferred.ts'

/** A fault as scripts get it: the same fields in every language, and what to do in the person's own. */
export interface HintedFault extends Fault {
  readonly hint: string
}

export interface OrreryGlobal {
  /** Resolves when the first picture of a world is on the screen. */
  readonly ready: Promise<void>
  readonly commands: readonly string[]
  run(id: string, args?: unknown): Promise<Result<unknown, HintedFault>>
}

declare global {
  interface Window {
    orrery?: OrreryGlobal
  }
}

/** Stands in until the studio brings the real one, which the answer takes. */
export function announceOrrery(): (real: OrreryGlobal) => void {
  const arrived = createDeferred<OrreryGlobal>()
  window.orrery = {
    ready: arrived.promise.then((real) => real.ready),
    commands: [],
    run: async (id, args) => (await arrived.promise).run(id, args),
  }
  return (real) => {
    window.orrery = real
    arrived.resolve(real)
  }
}
