/** A world that came from a file may not be what this build makes of its actions; whoever runs it on is told. */
import type { NotReproduced } from '../../workers/protocol.ts'
import type { TextKey } from '../i18n/text.ts'
import { showName } from '../presentation/plain.ts'
import type { Notice } from './notices.ts'
import type { SessionState } from './session-state.ts'

const WORDS: Readonly<Record<NotReproduced, TextKey>> = {
  unchecked: 'notice.runUnchecked',
  differs: 'notice.runDiffers',
  other_build: 'notice.runOtherBuild',
}

/** What to say when the open world is run on; undefined when nothing speaks against it. */
export function runWarning({ opened, worlds }: SessionState): Omit<Notice, 'id'> | undefined {
  // The list is newer than what was told when the world was opened.
  const listed = worlds.find(({ worldKey }) => worldKey === opened?.world.worldKey) ?? opened?.world
  const why = listed?.notReproduced
  if (listed === undefined || why === undefined) return undefined
  return {
    tone: 'warning',
    textKey: WORDS[why],
    values: { name: showName(listed.name) },
    ...(why === 'unchecked' ? { command: { id: 'world.verify', labelKey: 'header.verify' } } : {}),
  }
}
