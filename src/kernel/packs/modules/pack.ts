import { definePack } from '../../catalogue/define.ts'
import { addArtifact, changeModules } from './actions.ts'
import { activeModules, artifacts, moduleHealth, modules, moduleState } from './collections.ts'
import * as events from './events.ts'

/** The world's own rules as code: which modules there are, which are asked, what they remember and how they do. */
export const modulesPack = definePack({
  id: 'modules',
  collections: [modules, activeModules, artifacts, moduleState, moduleHealth],
  events: [
    events.artifactAdded,
    events.moduleRegistered,
    events.moduleUpgraded,
    events.moduleActivated,
    events.moduleDeactivated,
    events.moduleLoadFailed,
    events.moduleValidationFailed,
    events.moduleCallFailed,
    events.moduleRecovered,
    events.moduleQuarantined,
    events.stateUpdated,
  ],
  actions: [addArtifact, changeModules],
  invariants: [],
})
