// @ts-check
// Writes fixtures/vectors.json: what the kernel's bytes must be, said by other people's code. `--check` compares instead.
// It knows the rules from the contract and the decisions alone and imports nothing from src/.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { encode } from '@ipld/dag-cbor'
import { CID } from 'multiformats/cid'
import * as Digest from 'multiformats/hashes/digest'
import { gasModules, schedule } from './gas-vectors.mjs'

const path = new URL('../fixtures/vectors.json', import.meta.url)

// Values are written in a notation that JSON can hold; NOTATION in the file explains it.
/** @typedef {null | boolean | number | string | Noted[] | {bytes: string} | {link: [string, string]} | {map: [string, Noted][]}} Noted */

/** @param {Uint8Array} bytes */
const hex = (bytes) => Buffer.from(bytes).toString('hex')
/** @param {Uint8Array | string} bytes */
const sha256 = (bytes) => Uint8Array.from(createHash('sha256').update(bytes).digest())

const CODES = { 'dag-cbor': 0x71, raw: 0x55 }

/** @param {string} codec @param {Uint8Array} digest */
const cidOf = (codec, digest) =>
  CID.createV1(codec === 'raw' ? CODES.raw : CODES['dag-cbor'], Digest.create(0x12, digest))

/** @param {Noted} noted @returns {unknown} */
function valueOf(noted) {
  if (noted === null || typeof noted !== 'object') return noted
  if (Array.isArray(noted)) return noted.map(valueOf)
  if ('bytes' in noted) return Uint8Array.from(Buffer.from(noted.bytes, 'hex'))
  if ('link' in noted) return cidOf(noted.link[0], Buffer.from(noted.link[1], 'hex'))
  return Object.fromEntries(noted.map.map(([key, part]) => [key, valueOf(part)]))
}

/** @param {Record<string, Noted>} fields @returns {Noted} */
const map = (fields) => ({ map: Object.entries(fields) })
/** @param {number} byte @param {number} count @returns {{bytes: string}} */
const bytes = (byte, count) => ({ bytes: byte.toString(16).padStart(2, '0').repeat(count) })
/** @param {string} text */
const digestOf = (text) => hex(sha256(text))

/** @type {Record<string, Noted>} */
const acceptedByName = {
  null: null,
  true: true,
  false: false,
  zero: 0,
  'int in the head': 23,
  'int of 1 byte': 24,
  'greatest int of 1 byte': 255,
  'int of 2 bytes': 256,
  'int of 4 bytes': 65_536,
  'greatest int of 4 bytes': 4_294_967_295,
  'int of 8 bytes': 4_294_967_296,
  'greatest int': 9_007_199_254_740_991,
  'minus one': -1,
  'negative of 1 byte': -25,
  'negative of 4 bytes': -4_294_967_296,
  'least int': -9_007_199_254_740_991,
  'half, always as 64 bits': 0.5,
  'least float': 5e-324,
  'negative float': -1234.0625,
  'empty text': '',
  'text of 23 bytes': 'abcdefghijklmnopqrstuvw',
  'text of 24 bytes': 'abcdefghijklmnopqrstuvwx',
  'text of every UTF-8 length': 'a\u{7f}\u{80}\u{7ff}\u{800}\u{ffff}\u{10000}\u{10ffff}',
  'text with a combining mark, not composed': 'e\u{301}',
  'text with a byte order mark': '\u{feff}x',
  'text of 300 bytes': 'x'.repeat(300),
  'empty bytes': bytes(0, 0),
  'bytes of 300': bytes(0xab, 300),
  'empty array': [],
  'array of 24': Array.from({ length: 24 }, (_, i) => i),
  'empty map': map({}),
  'keys shorter first, then bytewise': map({ b: 1, aa: 2, a: 3, '': 4, B: 5 }),
  'keys by bytes, not by UTF-16 units': {
    map: [
      ['\u{1f600}', 1],
      ['\u{ffff}', 2],
      ['é', 3],
      ['zz', 4],
    ],
  },
  'keys like numbers': {
    map: [
      ['10', 1],
      ['9', 2],
      ['09', 3],
    ],
  },
  'a key named constructor': {
    map: [
      ['constructor', 1],
      ['toString', 2],
    ],
  },
  'link to a block': { link: ['dag-cbor', digestOf('block')] },
  'link to raw bytes': { link: ['raw', digestOf('raw')] },
  '64 levels': Array.from({ length: 63 }).reduce((/** @type {Noted} */ inner) => [inner], []),
  'effect receipt': map({
    intent: '1204.0',
    kind: 'http.get',
    status: 'ok',
    executor: 'executor:local',
    result: bytes(0x7b, 2),
    cost: map({ calls: 1 }),
  }),
  'module call with its gas': map({
    module: 'm1.rule.move',
    entry: 'pre_action',
    inputs: 1,
    gas: 4823,
    status: 'ok',
    input: bytes(1, 8),
    output: bytes(2, 5),
  }),
}

// Described, because JSON cannot say them: `part` is the refused value, `path` where it stands.
const refusedValues = [
  { name: 'negative zero', part: '-0', path: '' },
  { name: 'NaN', part: 'NaN', path: '' },
  { name: 'Infinity', part: 'Infinity', path: '' },
  { name: '-Infinity', part: '-Infinity', path: '' },
  { name: 'an integer beyond 2^53 - 1', part: '9007199254740992', path: '' },
  { name: 'an integer below -(2^53 - 1)', part: '-9007199254740992', path: '' },
  { name: 'undefined', part: 'undefined', path: '' },
  { name: 'undefined in a map', part: 'undefined', path: 'a' },
  { name: 'a lone high surrogate', part: '\\ud800', path: '' },
  { name: 'a lone low surrogate in an array', part: '\\udc00', path: '0' },
  { name: 'negative zero far down', part: '-0', path: 'a/0/b' },
]

const cid36 = hex(cidOf('raw', sha256('raw')).bytes)
const refusedBytes = [
  { hex: '', reason: 'truncated' },
  { hex: '0000', reason: 'trailing_bytes' },
  { hex: '1817', reason: 'not_shortest' },
  { hex: '1900ff', reason: 'not_shortest' },
  { hex: '1a0000ffff', reason: 'not_shortest' },
  { hex: '1b00000000ffffffff', reason: 'not_shortest' },
  { hex: '1b0020000000000000', reason: 'unsafe_integer' },
  { hex: '1bffffffffffffffff', reason: 'unsafe_integer' },
  { hex: '3b001fffffffffffff', reason: 'unsafe_integer' },
  { hex: '1c', reason: 'unexpected_type' },
  { hex: '5f4101ff', reason: 'indefinite_length' },
  { hex: '7f6161ff', reason: 'indefinite_length' },
  { hex: '9f01ff', reason: 'indefinite_length' },
  { hex: 'bf616101ff', reason: 'indefinite_length' },
  { hex: '5801ff', reason: 'not_shortest' },
  { hex: '780161', reason: 'not_shortest' },
  { hex: '980100', reason: 'not_shortest' },
  { hex: 'b801616100', reason: 'not_shortest' },
  { hex: '42ff', reason: 'truncated' },
  { hex: '62ff', reason: 'truncated' },
  { hex: '5b001fffffffffffff', reason: 'truncated' },
  { hex: '9b001fffffffffffff', reason: 'truncated' },
  { hex: 'bb001fffffffffffff', reason: 'truncated' },
  { hex: '61ff', reason: 'text_encoding' },
  { hex: '62c080', reason: 'text_encoding' },
  { hex: '63e08080', reason: 'text_encoding' },
  { hex: '63eda080', reason: 'text_encoding' },
  { hex: '64f4908080', reason: 'text_encoding' },
  { hex: '61c3', reason: 'text_encoding' },
  { hex: 'a10001', reason: 'key_not_text' },
  { hex: 'a2616201616102', reason: 'key_order' },
  { hex: 'a2616101616102', reason: 'key_order' },
  { hex: 'a262616101616202', reason: 'key_order' },
  { hex: 'f7', reason: 'unknown_simple' },
  { hex: 'f820', reason: 'unknown_simple' },
  { hex: 'ff', reason: 'unknown_simple' },
  { hex: 'f93800', reason: 'float_form' },
  { hex: 'fa3f000000', reason: 'float_form' },
  { hex: 'fb3ff0000000000000', reason: 'float_form' },
  { hex: 'fb8000000000000000', reason: 'float_form' },
  { hex: 'fb7ff0000000000000', reason: 'not_finite' },
  { hex: 'fb7ff8000000000000', reason: 'not_finite' },
  { hex: 'fb3fe000', reason: 'truncated' },
  { hex: 'c000', reason: 'unknown_tag' },
  { hex: 'd9d9f700', reason: 'unknown_tag' },
  { hex: `d82a582501${cid36}`, reason: 'link' },
  { hex: `d82a582400${cid36.slice(2)}`, reason: 'link' },
  { hex: `d82a58250001701220${cid36.slice(8)}`, reason: 'link' },
  { hex: `d82a58250001551320${cid36.slice(8)}`, reason: 'link' },
  { hex: 'd82a00', reason: 'unexpected_type' },
  { hex: `${'81'.repeat(65)}00`, reason: 'too_deep' },
]

const genesisFrame = map({
  v: 1,
  seq: 0,
  time: 0,
  parent: null,
  action: map({
    kind: 'genesis',
    v: 1,
    payload: map({
      scenario: 'vectors',
      seed: 7,
      config: map({}),
      manifest: map({ version: 1 }),
      semantics: 1,
      tickMs: 1000,
    }),
    actor: 'host',
    key: 'genesis',
    origin: 'input',
    via: 'host',
  }),
  firstEvent: 1,
  events: [
    map({
      kind: 'domain.agent_spawned',
      v: 1,
      payload: map({ agent_id: 'agent-1', pos: map({ x_cm: 0, y_cm: 0, z_cm: 0 }) }),
    }),
  ],
  seal: map({ root: { bytes: digestOf('root') }, manifest: { bytes: digestOf('manifest') } }),
})
const genesisHash = sha256(encode(valueOf(genesisFrame)))

const moveFrame = map({
  v: 1,
  seq: 1,
  time: 0,
  parent: { bytes: hex(genesisHash) },
  action: map({
    kind: 'action.move_agent',
    v: 1,
    payload: map({ agent_id: 'agent-1', to: map({ x_cm: 1250, y_cm: -300, z_cm: 0 }) }),
    actor: 'agent-1',
    key: 't1-agent-1',
    origin: 'input',
    via: 'driver',
    auth: map({ key: bytes(3, 32), sig: bytes(4, 64) }),
  }),
  firstEvent: 2,
  events: [
    map({
      kind: 'domain.agent_moved',
      v: 1,
      payload: map({
        agent_id: 'agent-1',
        from: map({ x_cm: 0, y_cm: 0, z_cm: 0 }),
        to: map({ x_cm: 1250, y_cm: -300, z_cm: 0 }),
      }),
    }),
    map({ kind: 'cost.charged', v: 1, payload: map({ electricity: 3 }), by: 0, cause: 2 }),
  ],
  calls: [map({ module: 'm1.rule.move', gas: 4823 })],
  refs: [{ link: ['raw', digestOf('raw')] }, { link: ['dag-cbor', digestOf('block')] }],
})
const moveHash = sha256(encode(valueOf(moveFrame)))

const derivedFrame = map({
  v: 1,
  seq: 2,
  time: 0,
  parent: { bytes: hex(moveHash) },
  action: map({
    kind: 'action.move_agent',
    v: 1,
    payload: map({}),
    actor: 'agent-1',
    key: 'derived-2',
    origin: 'derived',
    cause: 2,
  }),
  firstEvent: 4,
  events: [],
})

const framesByName = { genesis: genesisFrame, move: moveFrame, derived: derivedFrame }
const frames = Object.entries(framesByName).map(([name, value]) => {
  const encoded = encode(valueOf(value))
  return { name, value, hex: hex(encoded), hash: hex(sha256(encoded)) }
})

/** @param {CID | null} prev @param {number} first @param {(keyof typeof framesByName)[]} names */
function segmentOf(prev, first, names) {
  const block = encode({ v: 1, first, prev, frames: names.map((name) => valueOf(framesByName[name])) })
  const cid = cidOf('dag-cbor', sha256(block))
  return {
    cid,
    row: {
      first,
      prev: prev === null ? null : hex(prev.bytes),
      frames: names,
      hex: hex(block),
      cid: hex(cid.bytes),
    },
  }
}
const firstSegment = segmentOf(null, 0, ['genesis', 'move'])
const secondSegment = segmentOf(firstSegment.cid, 2, ['derived'])

/** The rule of record i. Both sides read these numbers; the words are for people. */
const records = {
  rule: 'Record i of a collection: key = keyPrefix + i; {owner: ownerPrefix + (i mod owners), pos: {x_cm: i, y_cm: -i, z_cm: i * i mod squareModulus}, note: noteUnit repeated (i mod noteModulus) times}.',
  keyPrefix: 'agent-',
  ownerPrefix: 'person:',
  owners: 7,
  squareModulus: 10_007,
  noteUnit: 'o',
  noteModulus: 151,
}

/** @param {number} i @returns {[string, unknown]} */
const recordAt = (i) => [
  `${records.keyPrefix}${i}`,
  {
    owner: `${records.ownerPrefix}${i % records.owners}`,
    pos: { x_cm: i, y_cm: i === 0 ? 0 : -i, z_cm: (i * i) % records.squareModulus },
    note: records.noteUnit.repeat(i % records.noteModulus),
  },
]

/** @typedef {{pair: [string, unknown], size: number, digits: string}} Row */

/** @param {Row[]} rows @param {number} depth @returns {CID} */
function subtreeOf(rows, depth) {
  const total = rows.reduce((sum, row) => sum + row.size, 0)
  const isLeaf = rows.length === 1 || total <= 2048
  const block = isLeaf
    ? rows.toSorted((a, b) => (a.pair[0] < b.pair[0] ? -1 : 1)).map((row) => row.pair)
    : Array.from('0123456789abcdef', (digit) => {
        const inside = rows.filter((row) => row.digits.charAt(depth) === digit)
        return inside.length === 0 ? null : subtreeOf(inside, depth + 1)
      })
  return cidOf('dag-cbor', sha256(encode(block)))
}

/** @param {number} count */
function collectionOf(count) {
  const rows = Array.from({ length: count }, (_, i) => {
    const pair = recordAt(i)
    return { pair, size: encode(pair).length, digits: hex(sha256(pair[0])) }
  })
  return subtreeOf(rows, 0)
}

/** @param {Record<string, number>} domain @param {Record<string, number>} system */
function rootOf(domain, system) {
  const plane = (/** @type {Record<string, number>} */ counts) =>
    Object.fromEntries(
      Object.entries(counts)
        .filter(([, count]) => count > 0)
        .map(([name, count]) => [name, collectionOf(count)]),
    )
  return { domain, system, root: hex(sha256(encode({ v: 1, domain: plane(domain), system: plane(system) }))) }
}

const vectors = {
  about:
    'Bytes that the kernel must write and read. Made by scripts/make-vectors.mjs from @ipld/dag-cbor, node:crypto and wabt alone; changing a line costs every recording.',
  notation: {
    '{"map": [[key, value], …]}': 'a map, keys in no order',
    '{"bytes": hex}': 'a byte string',
    '{"link": [codec, digest]}': 'a CID version 1 with sha2-256; the digest in hex',
    other: 'null, true, false, numbers, text and arrays are themselves',
  },
  accepted: Object.entries(acceptedByName).map(([name, value]) => ({
    name,
    value,
    hex: hex(encode(valueOf(value))),
  })),
  refusedValues,
  refusedBytes,
  frames,
  segments: [firstSegment.row, secondSegment.row],
  records,
  roots: [
    rootOf({}, {}),
    rootOf({ agents: 1 }, {}),
    rootOf({ agents: 17 }, {}),
    rootOf({ agents: 10_000 }, {}),
    rootOf({ agents: 17, a: 1, zone: 2 }, { queue: 3, due: 60 }),
  ],
  deletion:
    'From the root of 10,000 records, deleting records 9,999 down to 1 gives the root of 1 record; deleting record 0 gives the root of none.',
  gas: {
    about:
      'Modules in text and bytes with at most 16 pages of memory and 32,768 slots of stack, each instantiated once; calls in order, results as text, `times` more than once.',
    schedule,
    modules: gasModules,
  },
}

// Compared as data, so that the formatter may lay the file out.
const isFresh =
  existsSync(path) && JSON.stringify(JSON.parse(readFileSync(path, 'utf8'))) === JSON.stringify(vectors)
const count =
  vectors.accepted.length + refusedBytes.length + frames.length + vectors.roots.length + gasModules.length
if (process.argv.includes('--check')) {
  console.log(`${count} vectors compared, ${isFresh ? 'fresh' : 'stale: run node scripts/make-vectors.mjs'}`)
  process.exitCode = isFresh ? 0 : 1
} else if (!isFresh) {
  writeFileSync(path, `${JSON.stringify(vectors, undefined, 2)}\n`)
  console.log(`wrote fixtures/vectors.json, ${count} vectors; npm run format lays it out`)
}
