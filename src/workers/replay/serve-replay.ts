import { expose } from 'comlink'
import { createSha256 } from '../../adapters/sha256.ts'
import { allowCallbacks } from '../shared/callbacks.ts'
import { holdLife } from '../shared/life.ts'
import { createStorageDoor } from '../shared/settings.ts'
import { createReplayHost } from './replay-host.ts'

/** Makes this thread the replay worker. */
export function serve(): void {
  const door = createStorageDoor()
  let hashing: ReturnType<typeof createSha256> | undefined
  const host = createReplayHost({ storage: door.open, sha256: () => (hashing ??= createSha256()) })
  allowCallbacks()
  expose({ ...host, configure: door.configure, holdLife })
}
