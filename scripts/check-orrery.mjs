// @ts-check
// Checks a recording with parts that Orrery itself does not use to read one: @ipld/car, @ipld/dag-cbor and node:crypto.
// `node scripts/check-orrery.mjs FILE` prints one line of JSON; exit code 0 when the file holds, 1 when it does not.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { CarReader } from '@ipld/car'
import * as dagCbor from '@ipld/dag-cbor'

/** @typedef {import('multiformats/cid').CID} CID */
/** @typedef {{ cid: CID, bytes: Uint8Array }} Block */
/** @typedef {{ first: number, last: number, firstEvent: number, lastHash: Uint8Array, segment: CID, claimed?: CID }} Entry */
/** @typedef {{ seq: number, time: number, parent: Uint8Array | null, firstEvent: number, action: { kind: string }, events: unknown[], refs?: CID[], seal?: object }} Frame */
/** @typedef {{ seq: number, hash: Uint8Array | null, time: number, events: number }} Head */

const SEALED_ACTIONS = new Set(['genesis', 'tick', 'rollback', 'apply'])
const SEAL_INTERVAL = 1024
const SEGMENT_BYTES_CLOSE = 262_144
const INFLATE_RATIO_MAX = 200

/** `where` is a path in the file or the seq of a frame. @param {unknown} condition @param {string} kind @param {string | number} where @returns {asserts condition} */
function check(condition, kind, where) {
  const fault = typeof where === 'number' ? { kind, seq: where } : { kind, path: where }
  if (!condition) throw Object.assign(new Error(kind), { fault })
}

const sha256 = (/** @type {Uint8Array} */ bytes) => createHash('sha256').update(bytes).digest()
/** @param {Uint8Array} a @param {Uint8Array | null | undefined} b */
const same = (a, b) => b !== null && b !== undefined && Buffer.compare(a, b) === 0
const hex = (/** @type {Uint8Array | null | undefined} */ bytes) =>
  bytes ? Buffer.from(bytes).toString('hex') : String(bytes)
const name = (/** @type {CID} */ cid) => hex(cid.multihash.digest)

/** @param {number} value @returns {number[]} */
const varint = (value) => (value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))])

/** The file written anew from its parts is the file: no byte stands between them. @param {Uint8Array} file @param {CID[]} roots @param {Block[]} blocks */
function checkEveryByte(file, roots, blocks) {
  const header = dagCbor.encode({ version: 1, roots })
  const parts = [Buffer.from(varint(header.length)), header]
  for (const { cid, bytes } of blocks)
    parts.push(Buffer.from(varint(cid.bytes.length + bytes.length)), cid.bytes, bytes)
  check(same(Buffer.concat(parts), file), 'file.malformed', 'sections')
}

/** Takes blocks in the one order in which a recording has them. */
class Blocks {
  /** @param {Block[]} blocks */
  constructor(blocks) {
    this.blocks = blocks
    this.next = 0
    this.seen = new Set()
  }

  /** @param {CID} cid @param {string | number} where */
  take(cid, where) {
    const block = this.blocks[this.next++]
    check(block !== undefined, 'file.truncated', where)
    check(block.cid.equals(cid) && !this.seen.has(name(cid)), 'file.unreferenced', where)
    this.seen.add(name(cid))
    const isKnown = cid.multihash.code === 0x12 && (cid.code === dagCbor.code || cid.code === 0x55)
    check(isKnown, 'file.malformed', where)
    check(same(sha256(block.bytes), cid.multihash.digest), 'file.block_hash', where)
    return block.bytes
  }

  /** @param {CID} cid @param {string | number} where @returns {any} */
  value(cid, where) {
    const bytes = this.take(cid, where)
    const value = dagCbor.decode(bytes)
    check(same(dagCbor.encode(value), bytes), 'frame.not_canonical', where)
    return value
  }
}

/** @param {Frame} frame @param {Head} head */
function checkFrame(frame, head) {
  const seq = head.seq + 1
  const isNext = frame.seq === seq && frame.time >= head.time && frame.firstEvent === head.events + 1
  check(isNext, 'frame.order', seq)
  check(head.hash === null ? frame.parent === null : same(head.hash, frame.parent), 'frame.hash', seq)
  const mustSeal = SEALED_ACTIONS.has(frame.action.kind) || seq % SEAL_INTERVAL === SEAL_INTERVAL - 1
  check(mustSeal === (frame.seal !== undefined), mustSeal ? 'seal.missing' : 'seal.unexpected', seq)
}

/** In the order of canonical keys. @param {object} map */
const namesOf = (map) => Object.keys(map).toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1))

/** @param {Uint8Array} file */
async function checkFile(file) {
  const reader = await CarReader.fromBytes(file).catch(() => check(false, 'file.not_car', 'header'))
  check(reader?.version === 1, 'file.not_car', 'header')
  const roots = await reader.getRoots()
  /** @type {Block[]} */
  const all = []
  for await (const block of reader.blocks()) all.push(block)
  checkEveryByte(file, roots, all)
  check(roots.length === 1, 'file.malformed', 'header')
  const blocks = new Blocks(all)
  const root = blocks.value(/** @type {CID} */ (roots[0]), 'root')
  check(root.v === 1, 'file.newer_version', 'root')
  check(root.format === 'orrery' && root.worlds.length === 1, 'file.malformed', 'root')
  const world = blocks.value(root.worlds[0], 'world')
  const branches = namesOf(world.branches).map((branch) => readBranch(blocks, branch, world.branches[branch]))
  for (const side of namesOf(world.sides ?? {})) blocks.take(world.sides[side], `sides/${side}`)
  /** @type {CID[]} */
  const blobs = (world.blobs ?? []).flatMap((/** @type {CID} */ index) => blocks.value(index, 'blobs').blobs)
  for (const blob of blobs) blocks.take(blob, `blobs/${name(blob)}`)
  const refs = new Set()
  const heads = branches.map((branch) => checkBranch(blocks, branch, world.genesis, refs))
  check(blocks.next === all.length, 'file.unreferenced', 'end')
  for (const blob of blobs) check(refs.delete(name(blob)), 'file.unreferenced', `blobs/${name(blob)}`)
  check(refs.size === 0, 'blob.missing', `blobs/${[...refs][0]}`)
  return { ok: true, genesis: hex(world.genesis), branches: Object.fromEntries(heads) }
}

/** Blocks that two branches share stand once. @type {Map<string, any>} */
const read = new Map()

/** @template T @param {CID} cid @param {() => T} make @returns {T} */
function once(cid, make) {
  if (!read.has(name(cid))) read.set(name(cid), make())
  return read.get(name(cid))
}

/** @param {Blocks} blocks @param {string} branch @param {CID} cid */
function readBranch(blocks, branch, cid) {
  const path = `branches/${branch}`
  const { head, segments } = once(cid, () => blocks.value(cid, path))
  /** @type {Entry[]} */
  const entries = segments.flatMap(
    (/** @type {CID} */ index) => once(index, () => blocks.value(index, path)).segments,
  )
  return { name: branch, head, entries }
}

/** @param {Blocks} blocks @param {ReturnType<typeof readBranch>} branch @param {Uint8Array} genesis @param {Set<string>} refs @returns {[string, object]} */
function checkBranch(blocks, branch, genesis, refs) {
  let head = /** @type {Head} */ ({ seq: -1, hash: null, time: 0, events: 0 })
  let prev = /** @type {CID | null} */ (null)
  for (const entry of branch.entries) {
    const { first, last, firstEvent, lastHash, segment, claimed } = entry
    check(first === head.seq + 1 && firstEvent === head.events + 1, 'file.malformed', first)
    const start = head
    const before = prev
    head = once(segment, () =>
      checkSegment(blocks, entry, { head: start, prev: before, isEnd: last === branch.head.seq, refs }),
    )
    check(head.seq === last && same(lastHash, head.hash), 'frame.hash', last)
    if (claimed !== undefined) {
      const { steps, segment: of } = once(claimed, () => blocks.value(claimed, `claimed/${first}`))
      check(steps.length === last - first + 1 && of.equals(segment), 'file.malformed', `claimed/${first}`)
    }
    if (first === 0) check(same(genesis, read.get('genesis')), 'frame.hash', 'genesis')
    prev = segment
  }
  const { seq, hash, time, events } = branch.head
  const isHead = seq === head.seq && same(hash, head.hash) && time === head.time && events === head.events
  check(isHead, 'file.malformed', `branches/${branch.name}/head`)
  return [branch.name, { seq, hash: hex(hash), time, events }]
}

/** @param {Blocks} blocks @param {Entry} entry @param {{ head: Head, prev: CID | null, isEnd: boolean, refs: Set<string> }} place */
function checkSegment(blocks, entry, { head, prev, isEnd, refs }) {
  const segment = blocks.value(entry.segment, entry.first)
  const isChained = prev === null ? segment.prev === null : prev.equals(segment.prev)
  check(segment.v === 1 && segment.first === entry.first && isChained, 'file.malformed', entry.first)
  let size = 0
  let at = head
  for (const frame of segment.frames) {
    check(size < SEGMENT_BYTES_CLOSE, 'file.malformed', entry.first)
    checkFrame(frame, at)
    // The segment is canonical, so a frame written anew is the slice that was hashed.
    const bytes = dagCbor.encode(frame)
    const hash = sha256(bytes)
    if (frame.seq === 0) read.set('genesis', hash)
    for (const ref of frame.refs ?? []) refs.add(name(ref))
    size += bytes.length
    at = { seq: frame.seq, hash, time: frame.time, events: at.events + frame.events.length }
  }
  check(isEnd || size >= SEGMENT_BYTES_CLOSE, 'file.malformed', entry.first)
  return at
}

/** @param {Buffer} stored */
async function main(stored) {
  const isPacked = stored[0] === 0x1f && stored[1] === 0x8b
  const options = { maxOutputLength: stored.length * INFLATE_RATIO_MAX }
  try {
    return await checkFile(isPacked ? gunzipSync(stored, options) : stored)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const fault = 'fault' in error ? error.fault : { kind: 'file.malformed', reason: error.message }
    return { ok: false, fault }
  }
}

const result = await main(readFileSync(process.argv[2] ?? ''))
console.log(JSON.stringify(result))
process.exitCode = result.ok ? 0 : 1
