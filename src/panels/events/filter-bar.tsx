import { useId } from 'react'
import { useText } from '../../ui/i18n/i18n.ts'
import { eventTone } from '../../ui/presentation/events.ts'
import { shortKind } from '../../ui/presentation/phrases.ts'
import { useSession } from '../../ui/session/session-context.ts'
import { Icon } from '../../ui/widgets/icon.tsx'
import { LaneGlyph } from '../../ui/widgets/lane-glyph.tsx'
import type { EventFilter } from '../../workers/protocol.ts'
import { AgentField } from './agent-field.tsx'
import { KindMenu } from './kind-menu.tsx'

interface FilterBarProps {
  readonly filter: EventFilter
  readonly onChange: (filter: EventFilter) => void
  readonly status: string
}

/** What the list keeps: words, kinds, one agent. Escape in the words clears everything. */
export function FilterBar({ filter, onChange, status }: FilterBarProps) {
  const t = useText()
  const id = useId()
  return (
    <div className="events-filter" role="search" aria-label={t('events.filter')}>
      <label className="visually-hidden" htmlFor={id}>
        {t('events.filterText')}
      </label>
      <input
        id={id}
        className="events-text"
        type="search"
        spellCheck={false}
        placeholder={t('events.filterTextHint')}
        value={filter.text ?? ''}
        onChange={(event) => onChange(withText(filter, event.target.value))}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || isEmptyFilter(filter)) return
          event.preventDefault()
          event.stopPropagation()
          onChange({})
        }}
      />
      <KindMenu kinds={filter.kinds ?? []} onChange={(kinds) => onChange(withKinds(filter, kinds))} />
      <AgentField agent={filter.agent} onChange={(agent) => onChange(withAgent(filter, agent))} />
      <span className="grow" />
      <span className="events-status">{status}</span>
    </div>
  )
}

/** Kinds and agent of the filter, each to be taken away. */
export function FilterChips({ filter, onChange }: Omit<FilterBarProps, 'status'>) {
  const t = useText()
  const agentName = useSession(
    (state) => state.directory.agents.find(({ id }) => id === filter.agent)?.name ?? filter.agent,
  )
  const kinds = filter.kinds ?? []
  if (kinds.length === 0 && filter.agent === undefined) return undefined
  return (
    <div className="events-chips">
      {kinds.map((kind) => (
        <button
          key={kind}
          type="button"
          className="chip chip-outline events-chip"
          aria-label={t('events.removeKind', { kind: shortKind(kind) })}
          onClick={() =>
            onChange(
              withKinds(
                filter,
                kinds.filter((other) => other !== kind),
              ),
            )
          }
        >
          <LaneGlyph tone={eventTone(kind)} size={12} />
          {shortKind(kind)}
          <Icon name="close" size={12} />
        </button>
      ))}
      {agentName === undefined ? undefined : (
        <button
          type="button"
          className="chip chip-outline events-chip"
          aria-label={t('events.removeAgent', { agent: agentName })}
          onClick={() => onChange(withAgent(filter, undefined))}
        >
          {agentName}
          <Icon name="close" size={12} />
        </button>
      )}
      <button type="button" className="events-clear" onClick={() => onChange({})}>
        {t('events.clear')}
      </button>
    </div>
  )
}

export function isEmptyFilter({ text, kinds, agent }: EventFilter): boolean {
  return (text ?? '') === '' && (kinds ?? []).length === 0 && agent === undefined
}

function withText({ text: _, ...rest }: EventFilter, text: string): EventFilter {
  return text === '' ? rest : { ...rest, text }
}

function withKinds({ kinds: _, ...rest }: EventFilter, kinds: readonly string[]): EventFilter {
  return kinds.length === 0 ? rest : { ...rest, kinds }
}

function withAgent({ agent: _, ...rest }: EventFilter, agent: string | undefined): EventFilter {
  return agent === undefined ? rest : { ...rest, agent }
}
