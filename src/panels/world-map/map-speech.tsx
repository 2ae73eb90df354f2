import { useStore } from 'zustand'
import { useText } from '../../ui/i18n/i18n.ts'
import { useSessionObject } from '../../ui/session/session-context.ts'
import { nameOf, nearestPlace } from './facts.ts'
import type { MapController } from './map-controller.ts'
import { toneKey } from './tone-names.ts'

/** Says what the keyboard is on: once when it gets there, not again whenever that agent moves. */
export function MapSpeech({ controller }: { readonly controller: MapController }) {
  const t = useText()
  const { store } = useSessionObject()
  const focused = useStore(controller.chrome, (chrome) => chrome.focused)
  const { position, directory } = store.getState()
  const sentence = (): string => {
    if (focused === undefined || position === undefined) return ''
    const { name } = nameOf(directory, focused)
    const doing = t(toneKey(position.map.tones[focused.index] ?? 0))
    return t('map.spoken', {
      name,
      doing,
      place: nearestPlace(position.map, directory, focused.index)?.name ?? '',
    })
  }
  return (
    <div className="visually-hidden" aria-live="polite">
      {sentence()}
    </div>
  )
}
