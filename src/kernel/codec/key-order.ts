import { compareUtf8, utf8Length, writeUtf8 } from './utf8.ts'
import type { ValueMap } from './value.ts'

/** Canonical bytes in words of four: what is written often is written once a word and not once a byte. */
export interface EncodedWords {
  /** Bytes that count; the last word may hold more. */
  readonly length: number
  /** Little-endian. */
  readonly words: Int32Array
}

/** The keys of a map in canonical order, with the bytes of each as it stands in a map. */
export interface KeyPlan {
  readonly keys: readonly string[]
  readonly encoded: readonly EncodedWords[]
}

interface CachedPlan extends KeyPlan {
  /** The keys in the order in which an object of this shape lists them. */
  readonly listed: readonly string[]
}

/** Canonical order of map keys: fewer UTF-8 bytes first, then bytewise. */
function compareKeys(a: string, b: string): number {
  return utf8Length(a) - utf8Length(b) || compareUtf8(a, b)
}

/** One text with its header; `undefined` when it is not well-formed. */
function encodeKey(key: string): EncodedWords | undefined {
  const length = utf8Length(key)
  if (length < 0) return undefined
  const header =
    length < 24
      ? [0x60 | length]
      : length < 0x100
        ? [0x78, length]
        : length < 0x10000
          ? [0x79, length >> 8, length & 0xff]
          : [0x7a, length >>> 24, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff]
  const bytes = new Uint8Array(header.length + length)
  bytes.set(header)
  writeUtf8(key, bytes, header.length)
  return toWords(bytes)
}

/** Bytes that already are canonical, one part after the other, ready to be written again and again. */
export function toWords(...parts: readonly Uint8Array[]): EncodedWords {
  const bytes = parts.flatMap((part) => [...part])
  const view = new DataView(new ArrayBuffer(Math.ceil(bytes.length / 4) * 4))
  for (const [at, byte] of bytes.entries()) view.setUint8(at, byte)
  const words = Int32Array.from({ length: view.byteLength / 4 }, (_, index) => view.getInt32(4 * index, true))
  return { length: bytes.length, words }
}

/** Keys of a map beyond which a plan is made afresh: such maps are tables, not records. */
const CACHED_KEYS_MAX = 32
/** Plans kept. A world has some hundred shapes; what exceeds this is keyed by data, and caching it would only fill memory. */
const CACHED_PLANS_MAX = 2048
/** Plans that begin with the same key, looked through one by one. */
const PLANS_PER_KEY_MAX = 16

let plansByFirstKey = new Map<string, CachedPlan[]>()
let planCount = 0

/**
 * The plan for the keys of one object, from a cache: objects of one shape list their keys alike, so sorting and encoding
 * happens once a shape. The cache changes speed only, never bytes. `undefined` when a key is not well-formed.
 */
export function planOf(map: ValueMap): KeyPlan | undefined {
  for (const first in map) {
    for (const plan of plansByFirstKey.get(first) ?? NO_PLANS) if (isListed(plan.listed, map)) return plan
    return remember(Object.keys(map))
  }
  return EMPTY_PLAN
}

// `for…in` makes no array. It lists what `Object.keys` lists, as nothing that a map inherits can be listed; a prototype that
// somebody spoiled gives a list without a plan, and plans are made of `Object.keys`.
function isListed(listed: readonly string[], map: ValueMap): boolean {
  let i = 0
  for (const key in map) {
    if (listed[i] !== key) return false
    i += 1
  }
  return i === listed.length
}

const NO_PLANS: readonly CachedPlan[] = []
const EMPTY_PLAN: KeyPlan = { keys: [], encoded: [] }

function remember(keys: readonly string[]): KeyPlan | undefined {
  const plan = makePlan(keys)
  const first = keys[0]
  if (plan === undefined || first === undefined || keys.length > CACHED_KEYS_MAX) return plan
  if (planCount >= CACHED_PLANS_MAX) {
    plansByFirstKey = new Map()
    planCount = 0
  }
  const plans = plansByFirstKey.get(first)
  if (plans === undefined) plansByFirstKey.set(first, [plan])
  else if (plans.length < PLANS_PER_KEY_MAX) plans.push(plan)
  else return plan
  planCount += 1
  return plan
}

function makePlan(keys: readonly string[]): CachedPlan | undefined {
  const ordered = keys.toSorted(compareKeys)
  const encoded: EncodedWords[] = []
  for (const key of ordered) {
    const one = encodeKey(key)
    if (one === undefined) return undefined
    encoded.push(one)
  }
  return { listed: keys, keys: ordered, encoded }
}
