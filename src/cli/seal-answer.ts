import type { VerifyReport } from '../kernel/replay/verify.ts'
import type { Answer, Json } from './command.ts'
import { faultText, showFault } from './fault-hints.ts'
import { columns } from './layout.ts'

/** The answer of `run` and `verify`. */
export function sealAnswer(report: VerifyReport): Answer {
  const { fault, seals, ...numbers } = report
  const shown = fault === undefined ? undefined : showFault(fault)
  const named = shown === undefined ? {} : { fault: { ...shown } satisfies Json }
  const rows = [
    ['frames', String(numbers.frames)],
    ['events', String(numbers.events)],
    ['head', numbers.headHash],
    ['state', numbers.stateRoot],
    ['seals', sealNames(seals)],
  ]
  const lines = shown === undefined ? [] : ['', faultText(shown)]
  return {
    json: { ...numbers, seals, ...named },
    text: [columns(rows), ...lines].join('\n'),
    exitCode: report.ok ? 0 : 1,
  }
}

function sealNames(seals: VerifyReport['seals']): string {
  const names = [
    ...(seals.intact ? ['intact'] : []),
    ...(seals.authentic ? ['authentic'] : []),
    ...(seals.reproduced ? ['reproduced'] : []),
  ]
  return names.length === 0 ? 'none' : names.join(', ')
}
