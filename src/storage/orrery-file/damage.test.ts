import { describe, expect, test } from 'vitest'
import { nodeSha256 as sha256 } from '../../kernel/testing/node-sha256.ts'
import { createMemoryStorage } from '../memory/memory-storage.ts'
import { frameAt, sampleChain, type SampleFrame } from '../testing/sample-chain.ts'
import { chunked, collectBytes, joinBytes, storeBranch } from '../testing/sample-world.ts'
import { valueOf } from '../testing/reading.ts'
import type { OrreryItem } from './items.ts'
import { readOrrery } from './read-orrery.ts'
import { writeOrrery } from './write-orrery.ts'

type FaultItem = Extract<OrreryItem, { kind: 'fault' }>

const small = sampleChain({ sha256, frames: 7 })
const large = sampleChain({ sha256, frames: 130, padding: 5000 })

async function fileOf(chain: readonly SampleFrame[]): Promise<Uint8Array> {
  const store = valueOf(await createMemoryStorage().openWorld('w'))
  await storeBranch(store, sha256, { name: 'main', chain })
  return collectBytes(writeOrrery({ store, branches: ['main'], name: 'Sample', sha256 }))
}

/** Reads to the fault and counts the frames that were given before it. */
async function faultOf(
  bytes: Uint8Array,
  size?: number,
): Promise<{ readonly item: FaultItem; readonly frames: number } | undefined> {
  let frames = 0
  for await (const item of readOrrery(chunked(bytes, size), { sha256 })) {
    if (item.kind === 'segment' || item.kind === 'partial') frames += item.frames.length
    if (item.kind === 'fault') return { item, frames }
  }
  return undefined
}

function flipped(bytes: Uint8Array, at: number, mask: number): Uint8Array {
  const copy = bytes.slice()
  copy[at] = (copy[at] ?? 0) ^ mask
  return copy
}

/** Seq of the frame in which each byte of a file lies; undefined for bytes outside of frames. */
function frameOfByte(file: Uint8Array, chain: readonly SampleFrame[]): (at: number) => number | undefined {
  const ranges: { readonly seq: number; readonly start: number; readonly end: number }[] = []
  let from = 0
  for (const frame of chain) {
    const start = Buffer.from(file.buffer, file.byteOffset, file.length).indexOf(frame.bytes, from)
    from = start + frame.bytes.length
    ranges.push({ seq: frame.head.seq, start, end: from })
  }
  return (at) => ranges.find(({ start, end }) => at >= start && at < end)?.seq
}

describe('a changed byte', () => {
  test('anywhere in a small file is found, and in a frame its seq is named', async () => {
    const file = await fileOf(small)
    const seqOf = frameOfByte(file, small)
    for (let at = 0; at < file.length; at += 1) {
      for (const mask of [1 << (at % 8), 0xff]) {
        const found = await faultOf(flipped(file, at, mask))
        expect(found, `byte ${at} ^ ${mask}`).toBeDefined()
        const seq = seqOf(at)
        if (seq === undefined) continue
        expect([at, found?.item.fault.seq, found?.item.verifiedFrames, found?.frames]).toEqual([
          at,
          seq,
          seq,
          seq,
        ])
        expect(found?.item.fault.kind).toMatch(/^frame\.(hash|undecodable|not_canonical)$/)
      }
    }
  })

  test('in any segment of a large file names the frame, and the frames before it are given', async () => {
    const file = await fileOf(large)
    const seqOf = frameOfByte(file, large)
    for (let at = 40; at < file.length; at += 3001) {
      const found = await faultOf(flipped(file, at, 1 << (at % 8)), 65_536)
      expect(found, `byte ${at}`).toBeDefined()
      const seq = seqOf(at)
      if (seq !== undefined) expect([at, found?.item.fault.seq, found?.frames]).toEqual([at, seq, seq])
    }
  })

  test('that was hashed again up to the root is still no continuation', async () => {
    const other = sampleChain({ sha256, frames: 1, after: small.slice(0, 3), salt: 'other' })
    const file = await fileOf([...small.slice(0, 3), frameAt(other, 3), ...small.slice(4)])
    const found = await faultOf(file)
    expect(found?.item.fault).toMatchObject({ kind: 'frame.hash', seq: 3 })
    expect(found?.frames).toBe(3)
  })
})

describe('a file of another length', () => {
  test('cut off anywhere is told as truncated, with the frames that came whole', async () => {
    const file = await fileOf(small)
    let most = 0
    for (let length = 0; length < file.length; length += 1) {
      const found = await faultOf(file.subarray(0, length), 100)
      expect([length, found?.item.fault.kind]).toEqual([length, 'file.truncated'])
      expect(found?.item.fault.seq).toBe(found?.frames)
      expect(found?.item.verifiedFrames).toBe(found?.frames)
      most = Math.max(most, found?.frames ?? 0)
    }
    expect(most).toBe(small.length)
  })

  test('with bytes behind its end is told so', async () => {
    const file = await fileOf(small)
    expect((await faultOf(joinBytes([file, new Uint8Array(1)])))?.item.fault.kind).toBe('file.unreferenced')
    expect((await faultOf(joinBytes([file, file])))?.item.fault.kind).toBe('file.unreferenced')
  })
})
