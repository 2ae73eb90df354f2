import { bytesToHex, hexToBytes } from '../../kernel/base/order.ts'
import { assert } from '../../kernel/base/assert.ts'
import type { Head } from '../../kernel/journal/path.ts'
import type { HeadInfo } from '../protocol.ts'

/** A head as the page sees it. */
export function headToInfo(head: Head): HeadInfo {
  return { seq: head.seq, hash: bytesToHex(head.hash), time: head.time, events: head.nextEvent - 1 }
}

/** A head as another worker of ours announced it. */
export function infoToHead(info: HeadInfo): Head {
  const hash = hexToBytes(info.hash)
  assert(hash !== undefined, 'A head is announced with its hash in hex.', { seq: info.seq })
  return { seq: info.seq, hash, time: info.time, nextEvent: info.events + 1 }
}
