/**
 * Field types: one declaration gives the TypeScript type, the validator, the docs row and what a test generator or a
 * column packer needs to know (`shape`). Validators are plain closures, so checking an action costs no allocation.
 */
import { fault, type Fault } from '../base/fault.ts'
import { isId, isRoleId } from '../base/ids.ts'
import { CHECKED_WEIGHT_MAX, DEPTH_MAX } from '../base/limits.ts'
import { isMapObject, type Value } from '../codec/value.ts'

/**
 * What an id field refers to. Cause links, reachability, remapping, redaction and the id-insensitive comparison of
 * rehearsals derive from it (kernel.md K3).
 */
export type Reference =
  | 'agent'
  | 'location'
  | 'facility'
  | 'visual_entity'
  | 'module'
  | 'actor'
  | 'event'
  | 'frame'
  | 'blob'

/** What a value looks like, for generators, docs and column packs. Ranges are inclusive. */
export type FieldShape =
  | { readonly type: 'bool' }
  | { readonly type: 'int'; readonly min: number; readonly max: number; readonly reference?: Reference }
  | { readonly type: 'text'; readonly lengthMax: number }
  | { readonly type: 'id'; readonly reference?: Reference }
  /** With `isUpTo` the length is the greatest one. */
  | {
      readonly type: 'bytes'
      readonly length: number
      readonly reference?: Reference
      readonly isUpTo?: boolean
    }
  | { readonly type: 'choice'; readonly values: readonly string[] }
  | { readonly type: 'list'; readonly of: FieldShape; readonly countMax: number }
  | { readonly type: 'map'; readonly of: FieldShape; readonly keys?: readonly string[] }
  | { readonly type: 'record'; readonly fields: Readonly<Record<string, Field<unknown>>> }
  | { readonly type: 'value' }

/** Answers with the located fault of the first thing wrong, or nothing. */
export type Check = (value: unknown, path: string) => Fault | undefined

export interface Field<T> {
  readonly shape: FieldShape
  readonly doc: string
  readonly unit?: string
  readonly isOptional: boolean
  readonly check: Check
  /** Carries T; never present at run time. */
  readonly infer?: T
}

export type Fields = Readonly<Record<string, Field<unknown>>>

type OptionalKey<F extends Fields> = {
  [K in keyof F]: F[K] extends Field<infer T> ? (undefined extends T ? K : never) : never
}[keyof F]
type Typed<F> = F extends Field<infer T> ? T : never

/** The payload type that a declaration of fields stands for. */
export type Infer<F extends Fields> = {
  readonly [K in Exclude<keyof F, OptionalKey<F>>]: Typed<F[K]>
} & { readonly [K in OptionalKey<F>]?: Exclude<Typed<F[K]>, undefined> }

const wrong = (path: string, expected: string, value: unknown): Fault =>
  fault('input.invalid', { path, expected, actual: describe(value) })

/** A short name of what was found, never its content when that could be long. */
function describe(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return `list of ${value.length}`
  if (typeof value === 'string') return value.length <= 40 ? `"${value}"` : `text of ${value.length}`
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value
}

/** True for objects made of string keys only: what decoders and object literals give. */
export function isPlainMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && isMapObject(value)
}

/** What the check under way may still look at. Validation is synchronous, so one number serves all of them. */
let weightLeft = 0

/** Takes a part of what may be looked at; false when there is no more. */
function spend(weight: number): boolean {
  weightLeft -= weight
  return weightLeft >= 0
}

/**
 * Checks every declared field and refuses what is not declared. Ends after a bounded number of steps, whatever
 * `value` is: shared parts are counted each time they are met.
 */
export function checkFields(fields: Fields, value: unknown, path: string): Fault | undefined {
  weightLeft = CHECKED_WEIGHT_MAX
  return checkRecord(fields, value, path)
}

function checkRecord(fields: Fields, value: unknown, path: string): Fault | undefined {
  if (!isPlainMap(value)) return wrong(path, 'map', value)
  let present = 0
  for (const name in fields) {
    const field = fields[name]
    if (field === undefined) continue
    const found = value[name]
    if (found === undefined) {
      if (!field.isOptional)
        return fault('input.invalid', {
          path: `${path}/${name}`,
          expected: field.shape.type,
          actual: 'nothing',
        })
      continue
    }
    present += 1
    const broken = field.check(found, path)
    if (broken !== undefined)
      // Checked under the record's own path, so that no text is made for what is right; the name goes in between.
      return { ...broken, path: `${path}/${name}${broken.path?.slice(path.length) ?? ''}` }
  }
  let count = 0
  for (const _ in value) count += 1
  // Every declared name found counts once, so equal counts leave no room for another name.
  return count === present ? undefined : undeclared(fields, value, path)
}

function undeclared(fields: Fields, value: Readonly<Record<string, unknown>>, path: string): Fault {
  const name = Object.keys(value).find((key) => !Object.hasOwn(fields, key))
  return name === undefined
    ? fault('input.invalid', { path, expected: 'only declared fields', actual: 'undefined values' })
    : fault('input.invalid', { path: `${path}/${name}`, expected: 'no such field', actual: name })
}

function define<T>(shape: FieldShape, doc: string, check: Check, unit?: string): Field<T> {
  return { shape, doc, isOptional: false, check, ...(unit === undefined ? {} : { unit }) }
}

function int(
  doc: string,
  options: {
    readonly min?: number
    readonly max?: number
    readonly unit?: string
    readonly reference?: Reference
  } = {},
): Field<number> {
  const min = options.min ?? Number.MIN_SAFE_INTEGER
  const max = options.max ?? Number.MAX_SAFE_INTEGER
  const { reference } = options
  const check: Check = (value, path) =>
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= min &&
    value <= max &&
    !Object.is(value, -0)
      ? undefined
      : wrong(path, `integer ${min}..${max}`, value)
  return define(
    { type: 'int', min, max, ...(reference === undefined ? {} : { reference }) },
    doc,
    check,
    options.unit,
  )
}

function id(doc: string, reference?: Reference): Field<string> {
  const check: Check = (value, path) => (isId(value) ? undefined : wrong(path, 'id', value))
  return define({ type: 'id', ...(reference === undefined ? {} : { reference }) }, doc, check)
}

function bytes(doc: string, length: number, reference?: Reference): Field<Uint8Array> {
  const check: Check = (value, path) =>
    value instanceof Uint8Array && value.length === length ? undefined : wrong(path, `${length} bytes`, value)
  return define({ type: 'bytes', length, ...(reference === undefined ? {} : { reference }) }, doc, check)
}

function bytesUpTo(doc: string, length: number): Field<Uint8Array> {
  const check: Check = (value, path) =>
    value instanceof Uint8Array && value.length <= length
      ? undefined
      : wrong(path, `at most ${length} bytes`, value)
  return define({ type: 'bytes', length, isUpTo: true }, doc, check)
}

function list<T>(doc: string, of: Field<T>, countMax = 4096): Field<readonly T[]> {
  const check: Check = (value, path) => {
    if (!Array.isArray(value) || value.length > countMax || !spend(value.length))
      return wrong(path, `list of at most ${countMax}`, value)
    for (let index = 0; index < value.length; index += 1) {
      const broken = of.check(value[index], `${path}/${index}`)
      if (broken !== undefined) return broken
    }
    return undefined
  }
  return define({ type: 'list', of: of.shape, countMax }, doc, check)
}

/** A map whose keys are ids; with `keys`, only those. */
function map<T>(doc: string, of: Field<T>, keys?: readonly string[]): Field<Readonly<Record<string, T>>> {
  const check: Check = (value, path) => {
    if (!isPlainMap(value)) return wrong(path, 'map', value)
    for (const key in value) {
      if (!spend(1)) return wrong(path, 'smaller map', value)
      if (keys === undefined ? !isId(key) : !keys.includes(key)) {
        return fault('input.invalid', {
          path,
          expected: keys === undefined ? 'id as key' : keys.join(' | '),
          actual: key.slice(0, 128),
        })
      }
      const broken = of.check(value[key], `${path}/${key}`)
      if (broken !== undefined) return broken
    }
    return undefined
  }
  return define({ type: 'map', of: of.shape, ...(keys === undefined ? {} : { keys }) }, doc, check)
}

function choice<const V extends readonly string[]>(doc: string, values: V): Field<V[number]> {
  const check: Check = (value, path) =>
    typeof value === 'string' && values.includes(value) ? undefined : wrong(path, values.join(' | '), value)
  return define({ type: 'choice', values }, doc, check)
}

function record<F extends Fields>(doc: string, fields: F): Field<Infer<F>> {
  return define({ type: 'record', fields }, doc, (value, path) => checkRecord(fields, value, path))
}

/** Depth first and counted, so that a value without end is given up like one that is too large. */
function isHashedValue(value: unknown, depth: number): boolean {
  if (!spend(1)) return false
  if (value === null || typeof value === 'boolean') return true
  if (typeof value === 'string') return spend(value.length) && value.isWellFormed()
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0)
  if (value instanceof Uint8Array) return spend(value.length)
  if (depth === 0) return false
  return Array.isArray(value)
    ? isHashedList(value, depth - 1)
    : isPlainMap(value) && isHashedMap(value, depth - 1)
}

/** Not `every`: it leaves out the holes of an array, which have no canonical bytes. */
function isHashedList(items: readonly unknown[], depth: number): boolean {
  for (const item of items) if (!isHashedValue(item, depth)) return false
  return true
}

function isHashedMap(map: Readonly<Record<string, unknown>>, depth: number): boolean {
  for (const key of Object.keys(map))
    if (!spend(key.length) || !key.isWellFormed() || !isHashedValue(map[key], depth)) return false
  return true
}

/** Whether something is a value that ends: asked before it is turned into another one, which would walk all of it. */
export function isBoundedValue(value: unknown): boolean {
  weightLeft = CHECKED_WEIGHT_MAX
  return isHashedValue(value, DEPTH_MAX)
}

/** Field constructors. The first argument is the docs row; ranges are inclusive. */
export const field = {
  bool: (doc: string): Field<boolean> =>
    define({ type: 'bool' }, doc, (value, path) =>
      typeof value === 'boolean' ? undefined : wrong(path, 'true or false', value),
    ),
  int,
  uint: (
    doc: string,
    options: { readonly min?: number; readonly max?: number; readonly unit?: string } = {},
  ): Field<number> => int(doc, { min: 0, ...options }),
  text: (doc: string, lengthMax = 256): Field<string> =>
    define({ type: 'text', lengthMax }, doc, (value, path) =>
      typeof value === 'string' && value.length <= lengthMax && value.isWellFormed()
        ? undefined
        : wrong(path, `well-formed text of at most ${lengthMax}`, value),
    ),
  id,
  agentRef: (doc: string): Field<string> => id(doc, 'agent'),
  /** The id that a new agent gets: it acts under it, so it is not one of those who are no agents. */
  newAgentId: (doc: string): Field<string> => {
    const { check, ...rest } = id(doc, 'agent')
    return {
      ...rest,
      check: (value, path) =>
        check(value, path) ??
        (isRoleId(String(value)) ? wrong(path, 'id that no other actor has', value) : undefined),
    }
  },
  locationRef: (doc: string): Field<string> => id(doc, 'location'),
  facilityRef: (doc: string): Field<string> => id(doc, 'facility'),
  visualEntityRef: (doc: string): Field<string> => id(doc, 'visual_entity'),
  moduleRef: (doc: string): Field<string> => id(doc, 'module'),
  actorRef: (doc: string): Field<string> => id(doc, 'actor'),
  /** A position on this path, counting from 1 (K3). */
  eventRef: (doc: string): Field<number> => int(doc, { min: 1, reference: 'event' }),
  /** A seq on this path. */
  frameRef: (doc: string): Field<number> => int(doc, { min: 0, reference: 'frame' }),
  hash: (doc: string): Field<Uint8Array> => bytes(doc, 32),
  /** A signature, a key: bytes of one length. */
  bytes: (doc: string, length: number): Field<Uint8Array> => bytes(doc, length),
  bytesUpTo,
  blobRef: (doc: string): Field<Uint8Array> => bytes(doc, 32, 'blob'),
  choice,
  list,
  map,
  record,
  /** Any hashed value without floats or links, at most 16 deep. */
  value: (doc: string): Field<Value> =>
    define({ type: 'value' }, doc, (found, path) =>
      isHashedValue(found, 16) ? undefined : wrong(path, 'plain value', found),
    ),
  optional: <T>(inner: Field<T>): Field<T | undefined> =>
    ({ ...inner, isOptional: true }) as Field<T | undefined>,
}
