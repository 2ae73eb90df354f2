import type { AuditedExport, ModuleAudit, NamedSignature } from '../../kernel/wasm/audit.ts'
import { auditModule } from '../../kernel/wasm/instrument.ts'
import { countFlag, wordAt } from '../arguments.ts'
import type { Answer, Command } from '../command.ts'
import { faultText, showFault } from '../fault-hints.ts'
import { columns } from '../layout.ts'
import { MEMORY_BYTES, type ModuleFile, PAGE_BYTES, readModuleFile } from '../module-file.ts'

/** Says what a module is and whether a world may take it. Nothing of it runs. */
export const moduleInspectCommand: Command = {
  name: 'module inspect',
  usage: 'module inspect FILE [--memory BYTES]',
  summary: 'Say what a module is, and why it is refused.',
  help: [`--memory N  bytes its memory may take (default ${MEMORY_BYTES})`],
  options: { memory: { type: 'string' } },
  words: 1,
  run: async (given) => {
    const memoryPagesMax = Math.floor((countFlag(given, 'memory') ?? MEMORY_BYTES) / PAGE_BYTES)
    const file = await readModuleFile(wordAt(given, 0))
    return answer(file, auditModule(file.bytes, { memoryPagesMax, imports: [] }))
  },
}

function answer({ hash }: ModuleFile, audit: ModuleAudit): Answer {
  const { refusals, ...facts } = audit
  const ok = refusals.length === 0
  // Facts are plain data: what is absent is left out, as JSON does.
  const json = JSON.parse(JSON.stringify({ ok, hash, ...facts, refusals: refusals.map(showFault) }))
  return { json, text: textOf(hash, audit), exitCode: ok ? 0 : 1 }
}

function textOf(hash: string, audit: ModuleAudit): string {
  const { memory, imports, exports, refusals } = audit
  const rows = [
    ['sha256', hash],
    ['bytes', `${audit.bytes}, ${audit.codeBytes} of code, ${audit.dataBytes} of data`],
    ['functions', String(audit.functions)],
    ['features', audit.features.join(', ') || 'none besides the first version'],
    [
      'memory',
      memory === undefined ? 'none' : `${memory.min} of 64 KiB at first, ${memory.max ?? 'no'} maximum`,
    ],
    ...imports.map(({ module, name, isAllowed }) => [
      'import',
      `${module}.${name}${isAllowed ? '' : ', refused'}`,
    ]),
    ...exports.map((one) => ['export', exportText(one)]),
    ...(audit.code === undefined
      ? []
      : [['code', `${audit.code.instructions} instructions, ${audit.code.loops} loops`]]),
    ['taken', refusals.length === 0 ? 'yes' : 'no'],
  ]
  return [columns(rows), ...refusals.map((refusal) => faultText(showFault(refusal)))].join('\n')
}

function exportText({ name, kind, signature, type }: AuditedExport): string {
  if (signature !== undefined) return `${name} ${signatureText(signature)}`
  return `${name}, ${kind}${type === undefined ? '' : ` ${type}`}`
}

function signatureText({ params, results }: NamedSignature): string {
  return `(${params.join(', ')}) → (${results.join(', ')})`
}
