import { useMemo } from 'react'
import { useText } from '../i18n/i18n.ts'
import { useSession, useSessionObject } from '../session/session-context.ts'
import { createNames } from './names.ts'
import type { Speaker } from './phrases.ts'

/** The speaker of the studio: the person's language and the names of the world at the playhead. */
export function useSpeaker(): Speaker {
  const t = useText()
  const { store } = useSessionObject()
  const directory = useSession((state) => state.directory)
  // Places never move. Following every picture would make every sentence of a list new at every step.
  const places = useSession((state) => state.position?.map.locations.length)
  return useMemo(
    () => ({
      t,
      names: createNames(directory, places === undefined ? undefined : store.getState().position?.map),
    }),
    [t, directory, places, store],
  )
}
