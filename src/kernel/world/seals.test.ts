import { expect, test } from 'vitest'
import { begin } from '../testing/run.ts'

test('seals stand on genesis, tick and every 1,024th frame, and nowhere else', () => {
  const run = begin()
  run.tick()
  for (let index = 0; index < 1100; index += 1)
    run.events('ada', 'action.query_observation', { agent_id: 'ada' })
  const sealed = run.frames.filter(({ frame }) => frame.seal !== undefined).map(({ frame }) => frame.seq)
  expect(sealed).toEqual([0, 1, 1023])
})
