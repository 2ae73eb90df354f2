import { useId, useState } from 'react'
import { useText } from '../../ui/i18n/i18n.ts'
import { useSession } from '../../ui/session/session-context.ts'
import type { Directory } from '../../workers/protocol.ts'
import { agentByText, agentsMatching } from './agent-match.ts'

interface AgentFieldProps {
  readonly agent: string | undefined
  readonly onChange: (agent: string | undefined) => void
}

/** Picks one agent by name or id; ten thousand of them stay a text field. */
export function AgentField({ agent, onChange }: AgentFieldProps) {
  const t = useText()
  const id = useId()
  const agents = useSession((state) => state.directory.agents)
  const [typed, setTyped] = useState<string | undefined>(undefined)
  const shown = typed ?? nameOf(agents, agent)
  return (
    <>
      <input
        className="events-text events-agent"
        aria-label={t('events.agent')}
        list={id}
        spellCheck={false}
        placeholder={t('events.agentAll')}
        value={shown}
        onChange={(event) => {
          const text = event.target.value
          const found = agentByText(agents, text)
          setTyped(text)
          if (text === '') onChange(undefined)
          else if (found !== undefined) onChange(found.id)
        }}
        // What names nobody is not kept: the field says what the list shows.
        onBlur={() => setTyped(undefined)}
      />
      <datalist id={id}>
        {agentsMatching(agents, shown).map((each) => (
          <option key={each.id} value={each.name} label={each.id} />
        ))}
      </datalist>
    </>
  )
}

function nameOf(agents: Directory['agents'], id: string | undefined): string {
  return id === undefined ? '' : (agents.find((agent) => agent.id === id)?.name ?? id)
}
