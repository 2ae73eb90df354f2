/** Starts the workers before anything else: they read storage while the page fetches what it draws with. */
// In the head of the page, before the first picture: nothing flashes.
import './ui/theme/tokens.css'
import './ui/theme/base.css'
import { PANELS } from './panels/registry.ts'
import { announceOrrery } from './ui/commands/global.ts'
import { connectWorkers } from './workers/client.ts'

async function start(): Promise<void> {
  const publish = announceOrrery()
  const { world, replay } = connectWorkers()
  // The first picture needs the map; asked for now, it comes together with the shell.
  const map = PANELS.find(({ id }) => id === 'world-map')?.load()
  const { startStudio } = await import('./ui/start.tsx')
  const place = document.getElementById('root')
  if (place === null) throw new Error('index.html has no element #root')
  startStudio({ place, panels: PANELS, world, replay, publish })
  await map
}

void start()
