import { PANELS } from './panels/registry.ts'
import { startStudio } from './ui/start.tsx'
import { connectWorkers } from './workers/client.ts'

const place = document.getElementById('root')
if (place === null) throw new Error('index.html has no element #root')
const { world, replay } = connectWorkers()
startStudio({ place, panels: PANELS, world, replay })
