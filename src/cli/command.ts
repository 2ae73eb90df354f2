import type { ParseArgsConfig } from 'node:util'
import type { Fault } from '../kernel/base/fault.ts'
import { faultText, showFault } from './fault-hints.ts'

/** 0 good, 1 the file fails, 2 bad usage. */
export type ExitCode = 0 | 1 | 2

/** What `--json` prints: one object of these. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** What a command found out, in both of its forms. Commands print nothing themselves. */
export interface Answer {
  readonly json: { readonly [key: string]: Json }
  readonly text: string
  readonly exitCode: ExitCode
}

export type Options = NonNullable<ParseArgsConfig['options']>

/** The words and flags of one call, already split. */
export interface Arguments {
  readonly words: readonly string[]
  readonly flags: { readonly [name: string]: string | boolean | undefined }
}

export interface Command {
  readonly name: string
  /** What follows the program's name. */
  readonly usage: string
  readonly summary: string
  /** One line an option. */
  readonly help: readonly string[]
  readonly options: Options
  /** How many words must be given. */
  readonly words: number
  readonly run: (given: Arguments) => Promise<Answer>
}

/** The call cannot be understood. Thrown by argument readers, caught where the program begins. */
export class UsageProblem extends Error {
  override readonly name = 'UsageProblem'
}

/** An answer that is a fault. */
export function faultAnswer(fault: Fault, exitCode: 1 | 2 = 1): Answer {
  const shown = showFault(fault)
  return { json: { ok: false, fault: { ...shown } }, text: faultText(shown), exitCode }
}
