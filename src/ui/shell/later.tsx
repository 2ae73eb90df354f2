/** What floats over the studio. Fetched behind the first picture, with its words. */
import '../i18n/later-words.ts'
import { DropOverlay } from './drop-overlay.tsx'
import { NoticesView } from './notices-view.tsx'
import { PositionAnnouncer } from './position-announcer.tsx'
import { RefusedFile } from './refused-file.tsx'

export function Later() {
  return (
    <>
      <PositionAnnouncer />
      <NoticesView />
      <DropOverlay />
      <RefusedFile />
    </>
  )
}
