import { expect, test } from 'vitest'
import { compareBytes } from '../base/order.ts'
import { defineAction, definePack } from '../catalogue/define.ts'
import { corePack } from '../packs/core/pack.ts'
import { ledgerPack } from '../packs/ledger/pack.ts'
import { spacePack } from '../packs/space/pack.ts'
import { nodeSha256 } from '../testing/node-sha256.ts'
import { begin } from '../testing/run.ts'
import { createCatalogue } from './catalogue.ts'

const large = Uint8Array.from({ length: 1000 }, (_, index) => index & 255)
const small = Uint8Array.of(1, 2, 3)

/** An action that brings the same bytes along twice, as two modules of equal code would. */
const bring = defineAction({
  kind: 'action.bring',
  version: 1,
  summary: 'Brings blobs along.',
  fields: {},
  decide: () => ({ type: 'accept', events: [], blobs: [large, small, Uint8Array.from(large)] }),
})

test('equal blobs of one frame are named and stored once', () => {
  const pack = definePack({ id: 'bring', collections: [], events: [], actions: [bring], invariants: [] })
  const run = begin({ catalogue: createCatalogue([corePack, spacePack, ledgerPack, pack]) })
  const brought = run.try('ada', 'action.bring', {})
  const [frame] = brought.ok ? brought.value : []
  const digests = [large, small].map((bytes) => nodeSha256.digest(bytes)).toSorted(compareBytes)
  expect(frame?.frame.refs?.map(({ digest }) => digest)).toEqual(digests)
  expect(frame?.blobs.map((bytes) => nodeSha256.digest(bytes))).toEqual(digests)
})
