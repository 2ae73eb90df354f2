import { createHashWasmSha256, createSha256 } from '../../src/adapters/sha256.ts'
import type { Sha256 } from '../../src/kernel/codec/sha256.ts'
import type { JobOptions, Measured } from '../bars.ts'
import { median } from '../report.ts'

const ROUNDS = 15

/** Blocks as a seal makes them: leaves of one to ten records and branches of sixteen links. */
function treeBlocks(count: number): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, index) =>
    new Uint8Array(index % 4 === 0 ? 650 : 150 + ((index * 131) % 1500)).fill(index),
  )
}

function timed(work: () => unknown): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

/** Our hash beside hash-wasm on the blocks of a seal (batch) and on frames (single). n = blocks. */
export async function measureHash({ n = 2048 }: JobOptions): Promise<readonly Measured[]> {
  const own = await createSha256()
  const peer = await createHashWasmSha256()
  const blocks = treeBlocks(n)
  const frames = Array.from({ length: n }, (_, index) => new Uint8Array(330 + (index % 20)).fill(index))
  const single = (sha256: Sha256) => () => frames.map((frame) => sha256.digest(frame))
  const batchRatios: number[] = []
  const singleRatios: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const ownFirst = round % 2 === 0 ? timed(() => own.digestAll(blocks)) : undefined
    const peerTime = timed(() => peer.digestAll(blocks))
    batchRatios.push(peerTime / (ownFirst ?? timed(() => own.digestAll(blocks))))
    singleRatios.push(timed(single(peer)) / timed(single(own)))
  }
  return [
    { measure: 'batchRatioToHashWasm', value: median(batchRatios), n, state: 'warm' },
    { measure: 'singleRatioToHashWasm', value: median(singleRatios), n, state: 'warm' },
  ]
}
