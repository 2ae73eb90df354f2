import { CanonicalReader } from '../../kernel/codec/decode.ts'
import { FRAME_KEYS } from '../../kernel/journal/frame.ts'

/** The state root that a frame's seal names. It stands before everything large in a frame, so it is read without the rest. */
export function readSealRoot(frame: Uint8Array): Uint8Array | undefined {
  const reader = new CanonicalReader(frame)
  reader.readMapHeader()
  for (const key of [FRAME_KEYS.v, FRAME_KEYS.seq, FRAME_KEYS.refs]) {
    if (reader.takeKey(key)) reader.skipValue()
  }
  if (!reader.takeKey(FRAME_KEYS.seal)) return undefined
  reader.readMapHeader()
  return reader.takeKey(FRAME_KEYS.root) ? reader.readBytes() : undefined
}
