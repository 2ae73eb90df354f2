import type { Directory } from '../../workers/protocol.ts'

type Agents = Directory['agents']

const OFFERED_MAX = 50

/** The agent that a text names exactly, by name or id, in any case. */
export function agentByText(agents: Agents, text: string): Agents[number] | undefined {
  const wanted = text.trim().toLowerCase()
  return (
    agents.find(({ id }) => id.toLowerCase() === wanted) ??
    agents.find(({ name }) => name.toLowerCase() === wanted)
  )
}

/** Agents whose name or id contains a text; the first few. */
export function agentsMatching(agents: Agents, text: string): Agents {
  const wanted = text.trim().toLowerCase()
  const found: Agents[number][] = []
  for (const agent of agents) {
    if (found.length === OFFERED_MAX) break
    if (agent.name.toLowerCase().includes(wanted) || agent.id.toLowerCase().includes(wanted))
      found.push(agent)
  }
  return found
}
