import { useId } from 'react'
import { useText } from '../../ui/i18n/i18n.ts'

interface StateToolbarProps {
  readonly text: string
  readonly onText: (text: string) => void
  readonly hasOpen: boolean
  readonly onCloseAll: () => void
}

export function StateToolbar({ text, onText, hasOpen, onCloseAll }: StateToolbarProps) {
  const t = useText()
  const id = useId()
  return (
    <div className="state-toolbar" role="search" aria-label={t('state.search')}>
      <label className="visually-hidden" htmlFor={id}>
        {t('state.search')}
      </label>
      <input
        id={id}
        className="state-text"
        type="search"
        spellCheck={false}
        placeholder={t('state.searchHint')}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || text === '') return
          event.preventDefault()
          event.stopPropagation()
          onText('')
        }}
      />
      <span className="grow" />
      {hasOpen && text === '' ? (
        <button type="button" className="state-link" onClick={onCloseAll}>
          {t('state.collapseAll')}
        </button>
      ) : undefined}
    </div>
  )
}
