import { expect, test } from 'vitest'
import { agentByText, agentsMatching } from './agent-match.ts'

const agents = Array.from({ length: 10_000 }, (_, at) => ({
  id: `agent-${at}`,
  name: at === 7 ? 'Hesper' : `Agent ${at}`,
}))

test('an agent is named by its name or id, in any case', () => {
  expect(agentByText(agents, ' hesper ')?.id).toBe('agent-7')
  expect(agentByText(agents, 'AGENT-12')?.id).toBe('agent-12')
  expect(agentByText(agents, 'hesp')).toBe(undefined)
})

test('a few are offered, never ten thousand', () => {
  expect(agentsMatching(agents, 'hes')).toEqual([{ id: 'agent-7', name: 'Hesper' }])
  expect(agentsMatching(agents, '')).toHaveLength(50)
})
