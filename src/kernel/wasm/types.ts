// What a module is made of, as far as its code does not say it.

/** Value types by their byte in the binary format. */
export const Type = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, funcref: 0x70 } as const

/** Stands for the operand of unreachable code, which may be of every type. */
export const ANY_TYPE = 0

export type TypeName = keyof typeof Type

const NAME_BY_TYPE: ReadonlyMap<number, TypeName> = new Map<number, TypeName>([
  [Type.i32, 'i32'],
  [Type.i64, 'i64'],
  [Type.f32, 'f32'],
  [Type.f64, 'f64'],
  [Type.funcref, 'funcref'],
])

/** The name of a value type; `undefined` for a byte that is none. */
export function typeName(type: number): TypeName | undefined {
  return NAME_BY_TYPE.get(type)
}

export const isFloat = (type: number): boolean => type === Type.f32 || type === Type.f64

/** Parameters and results of a function or block, as type bytes. */
export interface Signature {
  readonly params: readonly number[]
  readonly results: readonly number[]
}

/** Bounds of a memory in pages or of a table in rows. */
export interface Bounds {
  readonly min: number
  readonly max?: number
}

export const EXTERNAL_KINDS = ['function', 'table', 'memory', 'global'] as const
export type ExternalKind = (typeof EXTERNAL_KINDS)[number]

/** An import as it stands in the module. */
export interface Import {
  readonly module: string
  readonly name: string
  readonly kind: ExternalKind
  /** Of a function. */
  readonly signature?: Signature
  /** Byte offset in the module. */
  readonly offset: number
}

export interface Export {
  readonly name: string
  readonly kind: ExternalKind
  readonly index: number
  readonly offset: number
}

export interface Global {
  readonly type: number
  readonly isMutable: boolean
}

/** Where something stands in the module: `start` up to and without `end`. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A section's items, without its count. */
export interface Items extends Span {
  readonly count: number
}

/** What is used beyond the first version of WebAssembly. */
export const FEATURES = [
  'bulk-memory',
  'multi-value',
  'mutable-globals',
  'reference-types',
  'sat-float-to-int',
  'sign-extension',
] as const
export type Feature = (typeof FEATURES)[number]

/** Filled by the parser section by section; after a refusal it holds what was read before it. */
export interface WasmModule {
  readonly bytes: Uint8Array
  readonly types: Signature[]
  readonly imports: Import[]
  /** Signature of every function, imported ones first. */
  readonly functions: Signature[]
  importedFunctions: number
  table?: Bounds
  memory?: Bounds
  memoryOffset: number
  readonly globals: Global[]
  readonly exports: Export[]
  start?: number
  /** Functions that `ref.func` may name. */
  readonly referable: Set<number>
  elementSegments: number
  /** As the data count section says it; code may name data segments only after that. */
  dataCount?: number
  dataSegments: number
  dataBytes: number
  /** Body of each function that is not imported: its locals and its code. */
  readonly bodies: Span[]
  /** By section id, for what is copied as it stands. */
  readonly items: Map<number, Items>
  readonly customSections: { readonly name: string; readonly bytes: number }[]
  readonly features: Set<Feature>
}

export function emptyModule(bytes: Uint8Array): WasmModule {
  return {
    bytes,
    types: [],
    imports: [],
    functions: [],
    importedFunctions: 0,
    memoryOffset: 0,
    globals: [],
    exports: [],
    referable: new Set(),
    elementSegments: 0,
    dataSegments: 0,
    dataBytes: 0,
    bodies: [],
    items: new Map(),
    customSections: [],
    features: new Set(),
  }
}
