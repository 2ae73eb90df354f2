/** The studio without a kernel: `npx vite`, then /dev/studio-fake.html?agents=12&ticks=320&mode=leader. */
import '../src/ui/theme/tokens.css'
import '../src/ui/theme/base.css'
import { FAULT_KINDS } from '../src/kernel/base/fault.ts'
import { PANELS } from '../src/panels/registry.ts'
import { announceOrrery } from '../src/ui/commands/global.ts'
import { startStudio } from '../src/ui/start.tsx'
import { createFakeHosts } from '../src/ui/testing/fake-hosts.ts'

const wishes = new URLSearchParams(location.search)
const place = document.getElementById('root')
if (place === null) throw new Error('studio-fake.html has no element #root')
const hosts = createFakeHosts({
  agents: Number(wishes.get('agents') ?? 12),
  ticks: Number(wishes.get('ticks') ?? 320),
  mode: wishes.get('mode') === 'follower' ? 'follower' : 'leader',
  isTampered: wishes.has('tampered'),
  isBroken: wishes.has('broken'),
  delayMs: Number(wishes.get('delay') ?? 0),
})
startStudio({ place, panels: PANELS, world: hosts.world, replay: hosts.replay, publish: announceOrrery() })
// `?fault=storage.quota` stops the world as the world worker would.
const kind = FAULT_KINDS.find((known) => known === wishes.get('fault'))
if (kind !== undefined)
  setTimeout(() => hosts.send({ kind: 'halted', worldKey: 'first-light', fault: { kind, seq: 4160 } }), 1500)
