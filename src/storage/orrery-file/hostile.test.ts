import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Fault } from '../../kernel/base/fault.ts'
import { type Link, linkOf } from '../../kernel/codec/link.ts'
import type { Value } from '../../kernel/codec/value.ts'
import { nodeSha256 as sha256 } from '../../kernel/testing/node-sha256.ts'
import { type CraftedBlock, craft, craftCar, craftValue, section } from '../testing/hostile-car.ts'
import { createMemoryStorage } from '../memory/memory-storage.ts'
import { sampleChain } from '../testing/sample-chain.ts'
import { chunked, collectBytes, joinBytes, storeBranch } from '../testing/sample-world.ts'
import { valueOf } from '../testing/reading.ts'
import { encodeCarHeader } from './car.ts'
import { readOrrery } from './read-orrery.ts'
import { writeOrrery } from './write-orrery.ts'

const text = new TextEncoder()
const someLink = linkOf('dag-cbor', new Uint8Array(32))

async function faultOf(bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<Fault | undefined> {
  const chunks = bytes instanceof Uint8Array ? chunked(bytes, 65_536) : bytes
  for await (const item of readOrrery(chunks, { sha256 })) if (item.kind === 'fault') return item.fault
  return undefined
}

const rootOf = (world: CraftedBlock): CraftedBlock =>
  craftValue(sha256, { v: 1, format: 'orrery', worlds: [world.link] })

/** A file whose world block is the given value. */
function worldFile(world: Value, ...blocks: readonly CraftedBlock[]): Uint8Array {
  const block = craftValue(sha256, world)
  return craftCar(rootOf(block), block, ...blocks)
}

const worldValue = (fields: { readonly [field: string]: Value }): Value => ({
  v: 1,
  name: 'w',
  genesis: new Uint8Array(32),
  branches: { main: someLink },
  ...fields,
})

describe('what is no recording', () => {
  test.each([
    ['text', text.encode('hello, this is just some text that goes on for a while')],
    ['a zip', new Uint8Array([0x50, 0x4b, 3, 4, ...new Uint8Array(200)])],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xd, 0xa, 0x1a, 0xa, ...new Uint8Array(200)])],
    ['zeros', new Uint8Array(100)],
    ['ones', new Uint8Array(100).fill(0xff)],
  ])('%s is told as such', async (_name, bytes) => {
    expect((await faultOf(bytes))?.kind).toBe('file.not_car')
  })

  test('an archive of another kind is told as malformed', async () => {
    expect(await faultOf(craftCar(craftValue(sha256, { v: 1, hello: 'world' })))).toMatchObject({
      kind: 'file.malformed',
      path: 'root',
    })
  })

  test('newer versions of the archive and of the file are told with both numbers', async () => {
    const carV2 = new Uint8Array([0x0a, 0xa1, 0x67, ...text.encode('version'), 0x02, ...new Uint8Array(80)])
    expect(await faultOf(carV2)).toEqual({
      kind: 'file.newer_version',
      path: 'header',
      expected: 1,
      actual: 2,
    })
    const newer = craftCar(craftValue(sha256, { v: 7, format: 'orrery', anything: [] }))
    expect(await faultOf(newer)).toEqual({ kind: 'file.newer_version', path: 'root', expected: 1, actual: 7 })
  })
})

describe('lengths that lie', () => {
  test('a header beyond its limit', async () => {
    expect(await faultOf(new Uint8Array([0xff, 0xff, 0xff, 0x7f, 0xa2, 0, 0, 0, 0]))).toMatchObject({
      kind: 'file.too_large',
      path: 'header',
    })
  })

  test.each([
    ['a block of a petabyte', [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01], 'file.too_large'],
    [
      'a length in too many bytes',
      [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
      'file.malformed',
    ],
    ['a length that is not the shortest', [0xa4, 0x80, 0x00], 'file.malformed'],
    ['a block without a link', [0x05, 1, 2, 3, 4, 5], 'file.malformed'],
  ])('%s', async (_name, bytes, kind) => {
    const file = joinBytes([encodeCarHeader(someLink), new Uint8Array(bytes), new Uint8Array(100)])
    expect((await faultOf(file))?.kind).toBe(kind)
  })

  test('an array of four thousand million in a block of twenty bytes', async () => {
    const liar = craft(sha256, new Uint8Array([0x9a, 0xff, 0xff, 0xff, 0xff, ...new Uint8Array(15)]))
    expect(await faultOf(craftCar(liar))).toMatchObject({
      kind: 'file.malformed',
      path: 'root',
      reason: 'truncated',
    })
  })

  test('a root of two megabytes', async () => {
    const large = craft(sha256, new Uint8Array(2 * 1024 * 1024))
    expect(await faultOf(craftCar(large))).toMatchObject({ kind: 'file.too_large', path: 'root' })
  })

  test('more links in a block than any walk needs', async () => {
    const blobs: readonly Link[] = Array.from({ length: 4097 }, () => someLink)
    expect(await faultOf(worldFile(worldValue({ blobs })))).toMatchObject({
      kind: 'file.too_large',
      path: 'world',
      reason: 'links',
    })
  })
})

describe('values that lie', () => {
  test('nesting beyond the limit', async () => {
    const deep = craft(sha256, new Uint8Array([...new Uint8Array(5000).fill(0x81), 0x80]))
    expect(await faultOf(craftCar(deep))).toEqual({ kind: 'file.too_deep', path: 'root' })
  })

  test('keys that are no names', async () => {
    for (const name of ['__proto__', 'constructor', '', 'a b', '-']) {
      const branches = Object.fromEntries([[name, someLink]])
      const own = name === '__proto__' ? JSON.parse('{"__proto__": 1}') : branches
      if (name === '__proto__') Object.defineProperty(own, name, { value: someLink, enumerable: true })
      const fault = await faultOf(worldFile(worldValue({ branches: own })))
      expect([name, fault?.kind, fault?.path]).toEqual(
        name === 'constructor'
          ? [name, 'file.truncated', 'branches/constructor']
          : [name, 'file.malformed', 'world'],
      )
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  test.each([
    ['unknown fields', { more: 1 }],
    ['a genesis of another length', { genesis: new Uint8Array(31) }],
    ['no branches', { branches: {} }],
    ['a name that is a book', { name: 'x'.repeat(300) }],
    ['branches of raw bytes', { branches: { main: linkOf('raw', new Uint8Array(32)) } }],
  ])('%s', async (_name, fields) => {
    expect(await faultOf(worldFile(worldValue(fields)))).toMatchObject({
      kind: 'file.malformed',
      path: 'world',
      reason: 'shape',
    })
  })
})

describe('links that lie', () => {
  const withCid = (cid: readonly number[]): Uint8Array => {
    const block = craftValue(sha256, { v: 1 })
    const length = cid.length + block.bytes.length
    return joinBytes([encodeCarHeader(block.link), new Uint8Array([length, ...cid]), block.bytes])
  }

  test.each([
    ['identity', [0x01, 0x71, 0x00, 0x04, 1, 2, 3, 4, ...new Uint8Array(40)]],
    ['sha2-512', [0x01, 0x71, 0x13, 0x40, ...new Uint8Array(64)]],
    ['dag-pb', [0x01, 0x70, 0x12, 0x20, ...new Uint8Array(32)]],
    ['version 0', [0x12, 0x20, ...new Uint8Array(40)]],
  ])('%s', async (_name, cid) => {
    expect(await faultOf(withCid(cid))).toMatchObject({
      kind: 'file.malformed',
      path: 'root',
      reason: 'link',
    })
  })

  test('a block that is not the one expected, and a block that comes twice', async () => {
    const world = craftValue(sha256, worldValue({}))
    const stranger = craftValue(sha256, { v: 1, hello: 'world' })
    expect(await faultOf(craftCar(rootOf(world), stranger, world))).toMatchObject({
      kind: 'file.unreferenced',
      path: 'world',
    })
    const twice = craft(sha256, new Uint8Array(4), 'raw')
    const sides = craftValue(
      sha256,
      worldValue({ sides: { a: twice.link, b: twice.link }, branches: { main: world.link } }),
    )
    expect((await faultOf(craftCar(rootOf(sides), sides, twice, twice)))?.kind).toBe('file.unreferenced')
  })
})

describe('files made to exhaust', () => {
  test('a bomb stops while it inflates', async () => {
    const bomb = new Uint8Array(gzipSync(new Uint8Array(64 * 1024 * 1024), { level: 9 }))
    expect(await faultOf(bomb)).toMatchObject({ kind: 'file.not_car' })
    const store = valueOf(await createMemoryStorage().openWorld('w'))
    await storeBranch(store, sha256, { name: 'main', chain: sampleChain({ sha256, frames: 3 }) })
    const sides = new Map([['zeros', new Uint8Array(8 * 1024 * 1024)]])
    const file = await collectBytes(writeOrrery({ store, branches: ['main'], name: 'Sample', sha256, sides }))
    expect(await faultOf(file)).toBeUndefined()
    const packed = new Uint8Array(gzipSync(file, { level: 9 }))
    expect(packed.length * 200).toBeLessThan(file.length)
    expect(await faultOf(packed)).toMatchObject({ kind: 'file.expansion', expected: 200 })
  })

  test('a gzip that is damaged or cut off ends in a fault', async () => {
    const world = craftValue(sha256, worldValue({}))
    const packed = new Uint8Array(gzipSync(craftCar(rootOf(world), world)))
    expect((await faultOf(packed.subarray(0, 30)))?.kind).toMatch(/^file\.(truncated|malformed)$/)
    const broken = packed.slice()
    broken.fill(0xff, 12, 40)
    expect((await faultOf(broken))?.kind).toBe('file.malformed')
  })

  test('more blobs than any recording has', async () => {
    const digests = Array.from({ length: 17 * 4096 }, (_, index) => {
      const digest = new Uint8Array(32)
      new DataView(digest.buffer).setUint32(0, index)
      return linkOf('raw', digest)
    })
    const indexes = Array.from({ length: 17 }, (_, index) =>
      craftValue(sha256, { v: 1, blobs: digests.slice(index * 4096, (index + 1) * 4096) }),
    )
    const hash = new Uint8Array(32)
    const entry = { first: 0, last: 0, firstEvent: 1, lastHash: hash, segment: someLink }
    const segments = craftValue(sha256, { v: 1, segments: [entry] })
    const branch = craftValue(sha256, {
      v: 1,
      head: { seq: 0, hash, time: 0, events: 0 },
      segments: [segments.link],
    })
    const world = worldValue({ branches: { main: branch.link }, blobs: indexes.map(({ link }) => link) })
    expect(await faultOf(worldFile(world, branch, segments, ...indexes))).toMatchObject({
      kind: 'file.too_large',
      path: 'blobs/16',
    })
  })

  test('a million tiny blocks are counted, not kept', async () => {
    const world = craftValue(sha256, worldValue({}))
    const tiny = section(craft(sha256, new Uint8Array([1]), 'raw'))
    async function* flood(): AsyncGenerator<Uint8Array, void> {
      yield await Promise.resolve(
        joinBytes([encodeCarHeader(rootOf(world).link), section(rootOf(world)), section(world)]),
      )
      for (let sent = 0; sent < 1000; sent += 1) yield joinBytes(Array.from({ length: 1000 }, () => tiny))
    }
    expect((await faultOf(flood()))?.kind).toBe('file.unreferenced')
  })
})
