import { ensureSite } from '../../scripts/build.mjs'

/** Each worker starts a server of its own; none of them should find something to build. */
// oxlint-disable-next-line import/no-default-export -- playwright calls the default export
export default function buildOnce(): void {
  ensureSite()
}
