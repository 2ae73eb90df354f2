import vectors from '../../../fixtures/vectors.json' with { type: 'json' }
import { bytesToHex, hexToBytes } from '../base/order.ts'
import { decodeCanonical } from '../codec/decode.ts'
import { EncodeRefused, encodeCanonical } from '../codec/encode.ts'
import { cidBytesToLink, type Link, linkOf, linkToCidBytes } from '../codec/link.ts'
import type { Sha256 } from '../codec/sha256.ts'
import type { Value } from '../codec/value.ts'
import { encodeFrame } from '../journal/frame.ts'
import { decodeFrame } from '../journal/frame-decode.ts'
import { decodeSegment, encodeSegment } from '../journal/segment.ts'
import type { RecordValue } from '../state/collection.ts'
import { StateTree } from '../state/tree.ts'
import { checkGas } from '../wasm/testing/gas-vectors.ts'
import { mapOf } from './map-of.ts'

/** What the check found: how many vectors it looked at, and every one that our code does not meet. */
export interface VectorReport {
  readonly checked: number
  readonly misses: readonly string[]
}

/** Holds the kernel against fixtures/vectors.json. The same in every engine. */
export function checkVectors(sha256: Sha256): VectorReport {
  const misses: string[] = []
  let checked = 0
  const expectEqual = (name: string, actual: unknown, expected: unknown): void => {
    checked += 1
    if (actual !== expected) misses.push(`${name}: ${String(actual)} instead of ${String(expected)}`)
  }
  checkAccepted(expectEqual)
  checkRefused(expectEqual)
  checkFrames(expectEqual, sha256)
  checkSegments(expectEqual, sha256)
  checkRoots(expectEqual, sha256)
  checkGas(expectEqual)
  return { checked, misses }
}

type ExpectEqual = (name: string, actual: unknown, expected: unknown) => void

function bytesOf(hex: string): Uint8Array {
  const bytes = hexToBytes(hex)
  if (bytes === undefined) throw new TypeError(`Not hex: ${hex}`)
  return bytes
}

/** Reads the notation of the file. */
function valueOf(noted: unknown): Value {
  if (Array.isArray(noted)) return noted.map((part: unknown) => valueOf(part))
  if (typeof noted !== 'object' || noted === null) return scalarOf(noted)
  if ('bytes' in noted) return bytesOf(String(noted.bytes))
  if ('link' in noted && Array.isArray(noted.link)) {
    const [codec, digest] = noted.link.map(String)
    return linkOf(codec === 'raw' ? 'raw' : 'dag-cbor', bytesOf(digest ?? ''))
  }
  if (!('map' in noted) || !Array.isArray(noted.map)) throw new TypeError('Unknown notation.')
  return mapOf(
    noted.map.map((entry: unknown) => {
      if (!Array.isArray(entry)) throw new TypeError('An entry is a key and a value.')
      return [String(entry[0]), valueOf(entry[1])]
    }),
  )
}

function scalarOf(noted: unknown): Value {
  if (
    noted === null ||
    typeof noted === 'boolean' ||
    typeof noted === 'number' ||
    typeof noted === 'string'
  ) {
    return noted
  }
  throw new TypeError('Unknown notation.')
}

function reencoded(bytes: Uint8Array): string {
  const decoded = decodeCanonical(bytes)
  return decoded.ok ? bytesToHex(encodeCanonical(decoded.value)) : `fault ${decoded.fault.reason}`
}

function checkAccepted(expectEqual: ExpectEqual): void {
  for (const { name, value, hex } of vectors.accepted) {
    expectEqual(`writing ${name}`, bytesToHex(encodeCanonical(valueOf(value))), hex)
    expectEqual(`reading ${name}`, reencoded(bytesOf(hex)), hex)
  }
}

const REFUSED_PARTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['-0', -0],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['9007199254740992', 2 ** 53],
  ['-9007199254740992', -(2 ** 53)],
  ['undefined', undefined],
  ['\\ud800', '\ud800'],
  ['\\udc00', '\udc00'],
])

function checkRefused(expectEqual: ExpectEqual): void {
  for (const { name, part, path } of vectors.refusedValues) {
    if (!REFUSED_PARTS.has(part)) throw new TypeError(`Unknown part ${part}`)
    let value = REFUSED_PARTS.get(part)
    const steps = path === '' ? [] : path.split('/')
    for (const step of steps.toReversed()) value = step === '0' ? [value] : { [step]: value }
    expectEqual(`refusing ${name}`, refusedPathOf(value), path)
  }
  for (const { hex, reason } of vectors.refusedBytes) {
    expectEqual(`refusing ${hex.slice(0, 40)}`, reencoded(bytesOf(hex)), `fault ${reason}`)
  }
}

function refusedPathOf(value: unknown): string {
  try {
    Reflect.apply(encodeCanonical, undefined, [value])
    return 'accepted'
  } catch (thrown) {
    if (thrown instanceof EncodeRefused) return thrown.path
    throw thrown
  }
}

function checkFrames(expectEqual: ExpectEqual, sha256: Sha256): void {
  for (const { name, value, hex, hash } of vectors.frames) {
    const bytes = bytesOf(hex)
    const frame = decodeFrame(bytes)
    expectEqual(`frame ${name} as a value`, bytesToHex(encodeCanonical(valueOf(value))), hex)
    expectEqual(`frame ${name}`, frame.ok ? bytesToHex(encodeFrame(frame.value)) : frame.fault.reason, hex)
    expectEqual(`hash of frame ${name}`, bytesToHex(sha256.digest(bytes)), hash)
  }
}

function checkSegments(expectEqual: ExpectEqual, sha256: Sha256): void {
  const hexByName = new Map(vectors.frames.map(({ name, hex }) => [name, hex]))
  for (const { first, prev, frames, hex, cid } of vectors.segments) {
    const bytes = bytesOf(hex)
    const frameBytes = frames.map((name) => bytesOf(hexByName.get(name) ?? ''))
    const encoded = encodeSegment({ first, prev: linkOfHex(prev), frames: frameBytes })
    expectEqual(`segment ${first}`, bytesToHex(encoded), hex)
    const link = linkOf('dag-cbor', sha256.digest(bytes))
    expectEqual(`CID of segment ${first}`, bytesToHex(linkToCidBytes(link)), cid)
    const layout = decodeSegment(bytes)
    const slices = layout.ok ? layout.value.frames : []
    const found = slices.map(({ offset, length }) => bytesToHex(bytes.subarray(offset, offset + length)))
    expectEqual(`frames of segment ${first}`, found.join(), frameBytes.map((one) => bytesToHex(one)).join())
  }
}

function linkOfHex(cid: string | null): Link | null {
  if (cid === null) return null
  const link = cidBytesToLink(bytesOf(cid))
  if (!link.ok) throw new TypeError(`Not a CID: ${cid}`)
  return link.value
}

/** Record i by the rule in the file. */
function recordAt(i: number): readonly [string, RecordValue] {
  const { keyPrefix, ownerPrefix, owners, squareModulus, noteUnit, noteModulus } = vectors.records
  const pos = { x_cm: i, y_cm: 0 - i, z_cm: (i * i) % squareModulus }
  const record = { owner: `${ownerPrefix}${i % owners}`, pos, note: noteUnit.repeat(i % noteModulus) }
  return [`${keyPrefix}${i}`, record]
}

function checkRoots(expectEqual: ExpectEqual, sha256: Sha256): void {
  for (const { domain, system, root } of vectors.roots) {
    const tree = new StateTree({ sha256, planeOf: (name) => (name in system ? 'system' : 'domain') })
    const counts: Readonly<Record<string, number>> = { ...domain, ...system }
    for (const [collection, count] of Object.entries(counts)) {
      for (let i = 0; i < count; i += 1) tree.set(collection, ...recordAt(i))
    }
    expectEqual(`root of ${JSON.stringify(counts)}`, bytesToHex(tree.root()), root)
    if (counts['agents'] === 10_000) checkDeletion(expectEqual, tree)
  }
}

/** Down to one record and to none, with roots on the way that force every subtree to join again. */
function checkDeletion(expectEqual: ExpectEqual, tree: StateTree): void {
  const [none, one, seventeen] = vectors.roots.map(({ root }) => root)
  for (let i = 9999; i >= 0; i -= 1) {
    tree.set('agents', recordAt(i)[0], undefined)
    if (i === 5000) tree.root()
    if (i === 17) expectEqual('root after deletion to 17', bytesToHex(tree.root()), seventeen)
    if (i === 1) expectEqual('root after deletion to 1', bytesToHex(tree.root()), one)
  }
  expectEqual('root after deletion of all', bytesToHex(tree.root()), none)
}
