import { bytesToHex } from '../../kernel/base/order.ts'
import { linkOf } from '../../kernel/codec/link.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import { encodeFrame } from '../../kernel/journal/frame.ts'
import { createMemoryStorage } from '../memory/memory-storage.ts'
import { writeOrrery } from '../orrery-file/write-orrery.ts'
import { runToChunk } from '../frames.ts'
import { collectBytes } from './sample-world.ts'
import { valueOf } from './reading.ts'

const text = new TextEncoder()

/** The file that docs/file-format.md shows byte by byte: two frames, one blob, one branch. */
export async function exampleFile(sha256: Sha256): Promise<Uint8Array> {
  const blob = text.encode('hello')
  const genesis = encodeFrame({
    v: 1,
    seq: 0,
    time: 0,
    parent: null,
    action: {
      kind: 'genesis',
      v: 1,
      payload: {},
      actor: 'host',
      key: 'genesis',
      origin: 'input',
      via: 'host',
    },
    firstEvent: 1,
    events: [],
    seal: { root: new Uint8Array(32).fill(0xaa), manifest: new Uint8Array(32).fill(0xbb) },
  })
  const second = encodeFrame({
    v: 1,
    seq: 1,
    time: 0,
    parent: sha256.digest(genesis),
    action: {
      kind: 'action.wave',
      v: 1,
      payload: { to: 'ida' },
      actor: 'bo',
      key: 'k1',
      origin: 'input',
      via: 'driver',
    },
    firstEvent: 1,
    events: [{ kind: 'domain.waved', v: 1, payload: { to: 'ida' } }],
    refs: [linkOf('raw', sha256.digest(blob))],
  })
  const store = valueOf(await createMemoryStorage().openWorld('example'))
  valueOf(await store.putBlobs([{ digest: bytesToHex(sha256.digest(blob)), bytes: blob }]))
  const chunk = runToChunk({
    first: 0,
    frames: [genesis, second],
    claimedAtMs: Float64Array.of(1_700_000_000_000, 1_700_000_000_040),
  })
  valueOf(
    await store.commit({
      branch: 'main',
      expectedHead: undefined,
      head: { seq: 1, hash: sha256.digest(second), time: 0, nextEvent: 2 },
      closed: [],
      tail: chunk === undefined ? [] : [chunk],
      blobs: [],
      durability: 'strict',
    }),
  )
  return collectBytes(writeOrrery({ store, branches: ['main'], name: 'Example', sha256 }))
}
