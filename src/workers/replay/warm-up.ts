import { agentMoved } from '../../kernel/packs/space/events.ts'
import { JournalColumns } from '../../kernel/replay/columns.ts'
import { MapModel } from './map-model.ts'
import { ToneIndex } from './tone-index.ts'

/** Enough of each that the loops over them are compiled, which takes a few milliseconds. */
const AGENTS = 1000
const EVENTS = 9000
const JUMPS = 12

let isWarm = false

/**
 * Jumps about in a made-up journal, once in a thread. Code that never ran is several times slower, and the first picture
 * of a large world is a jump; this runs while the databases open, when the thread has nothing else to do.
 */
export function warmUp(): void {
  if (isWarm) return
  isWarm = true
  const columns = madeUpColumns()
  const tones = new ToneIndex(columns)
  tones.extend()
  const map = new MapModel({ columns, tones })
  for (let jump = 0; jump < JUMPS; jump += 1) map.at((jump * 3571) % EVENTS)
}

/** Agents that move in turns, each event a frame of its own. */
function madeUpColumns(): JournalColumns {
  const columns = new JournalColumns()
  for (let agent = 0; agent < AGENTS; agent += 1)
    columns.directory.addAgent({ id: `${agent}`, name: '', eventId: 0 })
  const kind = columns.kindIndex(agentMoved.kind)
  for (let seq = 0; seq < EVENTS; seq += 1) {
    columns.openFrame({ seq, time: seq, firstEvent: seq + 1, kind: '', size: 1 })
    columns.appendRow(kind, (seq % AGENTS) + 1, 0)
    columns.movement.append(seq % AGENTS, seq + 1, seq, seq)
  }
  return columns
}
