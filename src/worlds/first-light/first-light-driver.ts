import { createPrf } from '../../kernel/base/prf.ts'
import type { ActionInput } from '../../kernel/world/world.ts'
import { type Driver, driverKey } from '../driver.ts'
import { type Deed, planDay } from './day.ts'
import { DAY_TICKS } from './people.ts'
import { createWalks } from './walks.ts'

/** Drives First Light. The day it keeps is a cache: any tick can be asked for in any order. */
export function createFirstLightDriver(seed: number): Driver {
  const prf = createPrf(seed)
  const walks = createWalks(prf)
  let day = -1
  let plan: readonly (readonly Deed[])[] = []
  return {
    actionsFor: (tick) => {
      if (tick < 1) return []
      const asked = Math.floor((tick - 1) / DAY_TICKS)
      if (asked !== day) {
        plan = planDay(prf, walks, asked)
        day = asked
      }
      return (plan[(tick - 1) % DAY_TICKS] ?? []).map(toAction(tick))
    },
  }
}

function toAction(tick: number): (deed: Deed, index: number) => ActionInput {
  return ({ kind, payload, actor, who }, index) => ({
    kind,
    payload,
    actor,
    key: driverKey(tick, index, who),
    via: 'driver',
  })
}
