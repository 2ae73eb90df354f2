import { createPrf } from '../../kernel/base/prf.ts'
import { ok } from '../../kernel/base/result.ts'
import { createManifest } from '../../kernel/manifest/shape.ts'
import type { AgentRecord } from '../layout.ts'
import { layoutToEvents } from '../layout-events.ts'
import type { WorldDefinition } from '../world-definition.ts'
import { DRIVER_ACTOR } from './day.ts'
import { createFirstLightDriver } from './first-light-driver.ts'
import { DAILY_STOCK, PEOPLE } from './people.ts'
import { PLACES } from './places.ts'
import { createWalks } from './walks.ts'

const TICK_MS = 1000

const MANIFEST = createManifest({
  capabilities: {
    driver: {
      holder: DRIVER_ACTOR,
      grants: ['kernel.emit', 'mint:data', 'mint:electricity', 'mint:hardware'],
    },
  },
})

/** Twelve people on a day's errands between forty places: the world a newcomer sees first. */
export const FIRST_LIGHT: WorldDefinition = {
  id: 'first-light',
  aliases: [],
  name: 'First Light',
  summary: 'Twelve agents walk, trade, harvest and observe among forty places. Made to be watched.',
  seed: 1,
  tickMs: TICK_MS,
  genesis: (seed) =>
    ok({
      scenario: 'first-light',
      seed,
      tickMs: TICK_MS,
      config: {},
      manifest: MANIFEST,
      events: layoutToEvents([...PLACES, ...peopleAtDawn(seed)]),
    }),
  createDriver: createFirstLightDriver,
}

/** The first tick finds most people on their way already. */
function peopleAtDawn(seed: number): readonly AgentRecord[] {
  const walks = createWalks(createPrf(seed))
  return PEOPLE.map((person) => ({
    type: 'agent',
    id: person.id,
    name: person.name,
    pos: walks.at(person, 0).pos,
    resources: DAILY_STOCK,
  }))
}
