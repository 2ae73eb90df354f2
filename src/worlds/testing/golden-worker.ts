import { createSha256 } from '../../adapters/sha256.ts'
import { runGolden } from './goldens.ts'

/** Runs the named worlds where a studio runs them. */
globalThis.addEventListener('message', (message: MessageEvent<unknown>) => {
  void createSha256().then((sha256) => globalThis.postMessage(runGolden(String(message.data), sha256)))
})
