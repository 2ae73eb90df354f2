import { type KeyboardEvent, useId, useState } from 'react'
import { formatCount } from '../../ui/format.ts'
import { useText } from '../../ui/i18n/i18n.ts'
import { useReplayQuery } from '../../ui/session/use-replay-query.ts'
import { PathText } from '../../ui/widgets/path-text.tsx'
import type { StateNode } from '../../workers/protocol.ts'
import { previewText, showControls } from '../../ui/presentation/plain.ts'
import { useSession } from '../../ui/session/session-context.ts'

interface SearchResultsProps {
  readonly text: string
  readonly onOpen: (path: string) => void
  readonly onClear: () => void
}

const RESULTS_MAX = 200

/** Paths whose key or value contains the words. Enter or a click shows one in the tree. */
export function SearchResults({ text, onOpen, onClear }: SearchResultsProps) {
  const t = useText()
  const id = useId()
  const seq = useSession((state) => state.position?.seq ?? 0)
  const [active, setActive] = useState(0)
  const { value } = useReplayQuery(`search ${text}`, async (replay, { token }) => ({
    text,
    page: await replay.searchState({ token, text, count: RESULTS_MAX }),
  }))
  // An older answer is not an answer to these words.
  const nodes = value?.text === text ? value.page.nodes : undefined
  if (nodes === undefined) return <p className="state-none">{t('events.loading')}</p>
  if (nodes.length === 0) {
    return (
      <div className="state-none">
        <p>{t('state.noneFound', { text, seq: formatCount(seq) })}</p>
        <button type="button" className="button" onClick={onClear}>
          {t('state.clear')}
        </button>
      </div>
    )
  }
  const kept = Math.min(active, nodes.length - 1)
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key]
    const path = nodes[kept]?.path
    if (step !== undefined) setActive(Math.min(Math.max(0, kept + step), nodes.length - 1))
    else if (event.key === 'Enter' && path !== undefined) onOpen(path)
    else if (event.key === 'Escape') onClear()
    else return
    event.preventDefault()
  }
  return (
    <>
      <p className="state-found" role="status">
        {nodes.length === RESULTS_MAX
          ? t('state.foundMore', { count: RESULTS_MAX })
          : t('state.found', { count: nodes.length })}
      </p>
      <div
        className="state-results"
        role="listbox"
        tabIndex={0}
        aria-label={t('state.results')}
        aria-activedescendant={`${id}-${kept}`}
        onKeyDown={press}
      >
        {nodes.map((node, at) => (
          <div
            key={node.path}
            id={`${id}-${at}`}
            className="state-result"
            role="option"
            aria-selected={at === kept}
            aria-label={labelOf(node)}
            onClick={() => onOpen(node.path)}
          >
            <PathText path={node.path} />
            {node.value === undefined ? undefined : (
              <span className="state-value clip">{previewText(node.value)}</span>
            )}
          </div>
        ))}
      </div>
    </>
  )
}

function labelOf({ path, value }: StateNode): string {
  return showControls(value === undefined ? path : `${path} ${previewText(value)}`)
}
