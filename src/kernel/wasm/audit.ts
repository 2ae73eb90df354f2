import type { Fault } from '../base/fault.ts'
import type { CodePlan } from './code.ts'
import { typeText } from './forms.ts'
import { importName } from './sections.ts'
import { refusalFault } from './refusal.ts'
import {
  type Bounds,
  type ExternalKind,
  FEATURES,
  type Feature,
  type Import,
  type Signature,
  type WasmModule,
} from './types.ts'

/** A function's type in words: `i32`, `i64`, `f32`, `f64`, `funcref`. */
export interface NamedSignature {
  readonly params: readonly string[]
  readonly results: readonly string[]
}

/** A function that a profile offers to modules. Integers only: a float would carry the bits of a NaN across the module's edge. */
export interface ImportSignature {
  readonly module: string
  readonly name: string
  readonly params: readonly ('i32' | 'i64')[]
  readonly results: readonly ('i32' | 'i64')[]
}

/** What a module may have, besides what the kernel takes at all. */
export interface ModuleProfile {
  /** Pages of 64 KiB that its memory may have at most. */
  readonly memoryPagesMax: number
  readonly imports: readonly ImportSignature[]
}

export interface AuditedImport {
  readonly module: string
  readonly name: string
  readonly kind: ExternalKind
  readonly signature?: NamedSignature
  readonly isAllowed: boolean
}

export interface AuditedExport {
  readonly name: string
  readonly kind: ExternalKind
  /** Of a function. */
  readonly signature?: NamedSignature
  /** Of a global. */
  readonly type?: string
}

/** What a module is, as far as it could be read. Plain data; sizes in bytes. */
export interface ModuleAudit {
  readonly bytes: number
  readonly imports: readonly AuditedImport[]
  readonly exports: readonly AuditedExport[]
  readonly features: readonly Feature[]
  /** Pages as the module declares them. */
  readonly memory?: Bounds
  /** Rows of its table. */
  readonly table?: Bounds
  /** Functions of its own, without imported ones. */
  readonly functions: number
  readonly types: number
  readonly globals: number
  readonly hasStart: boolean
  readonly elementSegments: number
  readonly dataSegments: number
  readonly dataBytes: number
  readonly codeBytes: number
  /** Sections that have no effect and are not carried over. */
  readonly customSections: readonly { readonly name: string; readonly bytes: number }[]
  /** What only its code says; absent when a refusal stands before it. */
  readonly code?: CodeFacts
  /** Why it is refused, kind `module.refused`; empty when it is taken. */
  readonly refusals: readonly Fault[]
}

export interface CodeFacts {
  readonly instructions: number
  readonly loops: number
  /** Greatest stack weight of a function, in slots. */
  readonly greatestWeight: number
  /** Greatest gas that entering a function costs. */
  readonly greatestEntry: number
}

/** What the profile has against a module, as far as it was read. */
export function profileRefusals(module: WasmModule, profile: ModuleProfile): Fault[] {
  const refusals = module.imports.flatMap((found): Fault[] => {
    // The parser stops at all others.
    if (found.kind !== 'function') return []
    const offered = profile.imports.find(
      ({ module: from, name }) => from === found.module && name === found.name,
    )
    if (offered === undefined)
      return [refusalFault('import_unknown', found.offset, { actual: importName(found) })]
    return isOffered(found, offered)
      ? []
      : [refusalFault('import_type', found.offset, { actual: importName(found) })]
  })
  const pages = module.memory?.min ?? 0
  if (pages > profile.memoryPagesMax) {
    refusals.push(
      refusalFault('memory_minimum', module.memoryOffset, {
        expected: profile.memoryPagesMax,
        actual: pages,
      }),
    )
  }
  return refusals
}

function isOffered({ signature }: Import, offered: ImportSignature): boolean {
  if (signature === undefined) return false
  const { params, results } = nameSignature(signature)
  return params.join() === offered.params.join() && results.join() === offered.results.join()
}

function nameSignature({ params, results }: Signature): NamedSignature {
  const name = (type: number): string => String(typeText(type))
  return { params: params.map(name), results: results.map(name) }
}

/** The facts of a module as far as it was read. */
export function describeModule(
  module: WasmModule,
  plan: CodePlan | undefined,
  { profile, refusals }: { readonly profile: ModuleProfile; readonly refusals: readonly Fault[] },
): ModuleAudit {
  const { bytes, bodies, memory, table } = module
  return {
    bytes: bytes.length,
    imports: module.imports.map((found) => ({
      module: found.module,
      name: found.name,
      kind: found.kind,
      ...(found.signature === undefined ? {} : { signature: nameSignature(found.signature) }),
      isAllowed: profile.imports.some(
        (offered) =>
          offered.module === found.module && offered.name === found.name && isOffered(found, offered),
      ),
    })),
    exports: describeExports(module),
    features: FEATURES.filter((feature) => module.features.has(feature)),
    ...(memory === undefined ? {} : { memory }),
    ...(table === undefined ? {} : { table }),
    functions: module.functions.length - module.importedFunctions,
    types: module.types.length,
    globals: module.globals.length,
    hasStart: module.start !== undefined,
    elementSegments: module.elementSegments,
    dataSegments: module.dataSegments,
    dataBytes: module.dataBytes,
    codeBytes: bodies.reduce((sum, { start, end }) => sum + end - start, 0),
    customSections: module.customSections,
    ...(plan === undefined ? {} : { code: describeCode(plan) }),
    refusals,
  }
}

function describeExports({ exports, functions, globals }: WasmModule): AuditedExport[] {
  return exports.map(({ name, kind, index }) => {
    const signature = kind === 'function' ? functions[index] : undefined
    const global = kind === 'global' ? globals[index] : undefined
    return {
      name,
      kind,
      ...(signature === undefined ? {} : { signature: nameSignature(signature) }),
      ...(global === undefined ? {} : { type: String(typeText(global.type)) }),
    }
  })
}

function describeCode({ functions, instructions, loops }: CodePlan): CodeFacts {
  return {
    instructions,
    loops,
    greatestWeight: functions.reduce((most, { weight }) => Math.max(most, weight), 0),
    greatestEntry: functions.reduce((most, { cost }) => Math.max(most, cost), 0),
  }
}
