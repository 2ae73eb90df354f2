import type { Fault } from '../base/fault.ts'
import { fail, ok, type Result } from '../base/result.ts'
import { describeModule, type ModuleAudit, type ModuleProfile, profileRefusals } from './audit.ts'
import { type CodePlan, planCode } from './code.ts'
import { parseModule } from './parse.ts'
import { attemptModule } from './refusal.ts'
import { rewriteModule } from './rewrite.ts'
import { GAS_SCHEDULE_1, type GasSchedule } from './schedule.ts'
import { emptyModule, type WasmModule } from './types.ts'

export interface InstrumentOptions extends ModuleProfile {
  readonly schedule: GasSchedule
}

/** A module that may be compiled and run; see `METER_EXPORTS` for how it is. */
export interface InstrumentedModule {
  readonly bytes: Uint8Array
  readonly audit: ModuleAudit
}

/**
 * Rewrites a foreign module so that running it costs counted gas and counted stack, answers the same bits in every engine, and
 * cannot outgrow its memory; or says why it is refused. Instantiating the result runs none of its code and cannot fail but for
 * the host's own reasons.
 *
 * Pure, and linear in the length of `bytes`. Fault: `module.refused` with a `RefusalReason` and the byte offset.
 */
export function instrument(bytes: Uint8Array, options: InstrumentOptions): Result<InstrumentedModule> {
  const { module, plan, refusals } = read(bytes, options)
  if (!plan.ok) return plan
  const [refusal] = refusals
  if (refusal !== undefined) return fail(refusal)
  const rewritten = attemptModule(() => rewriteModule(module, plan.value, options))
  if (!rewritten.ok) return rewritten
  const audit = describeModule(module, plan.value, { profile: options, refusals })
  return ok({ bytes: rewritten.value, audit })
}

/** What a module is and why it is refused, as far as it can be read. Never fails: what is no module has a refusal. Pure. */
export function auditModule(
  bytes: Uint8Array,
  profile: ModuleProfile,
  schedule: GasSchedule = GAS_SCHEDULE_1,
): ModuleAudit {
  const { module, plan, refusals } = read(bytes, { ...profile, schedule })
  return describeModule(module, plan.ok ? plan.value : undefined, { profile, refusals })
}

interface Reading {
  readonly module: WasmModule
  readonly plan: Result<CodePlan>
  readonly refusals: readonly Fault[]
}

function read(bytes: Uint8Array, options: InstrumentOptions): Reading {
  const module = emptyModule(bytes)
  const plan = attemptModule(() => {
    parseModule(module)
    return planCode(module, options.schedule)
  })
  const profile = profileRefusals(module, options)
  return { module, plan, refusals: plan.ok ? profile : [plan.fault, ...profile] }
}
