import { useText } from '../i18n/i18n.ts'
import type { Translate } from '../i18n/text.ts'
import { showName } from '../presentation/plain.ts'
import type { WorldMark } from './world-labels.ts'

function sayMark(t: Translate, { seed, hash }: WorldMark): string {
  const told = t('header.seed', { seed })
  return hash === undefined ? told : `${told} · ${hash}`
}

/** The name of a world in one text, with what tells it from its namesakes. */
export function sayWorld(t: Translate, name: string, mark: WorldMark | undefined): string {
  return mark === undefined ? showName(name) : `${showName(name)}, ${sayMark(t, mark)}`
}

/** The same in a row: the name gives way first, what tells it apart stays. */
export function WorldName({ name, mark }: { readonly name: string; readonly mark: WorldMark | undefined }) {
  const t = useText()
  return (
    <span className="world-name grow">
      <span className="clip">{showName(name)}</span>
      {mark !== undefined && <span className="world-mark">{sayMark(t, mark)}</span>}
    </span>
  )
}
