// The last events an agent's mind would remember: when, what kind, who.
import { Answer, Call, DomainEvent, Reader, Text, Writer } from '../sdk'

export { alloc } from '../sdk'

const ENTRIES_MAX = 256

export function reduce(pointer: i32, length: i32): i64 {
  const call = Call.read(pointer, length, 'm1.memory.core')
  return (call === null ? new Answer() : remember(call)).send()
}

function remember(call: Call): Answer {
  const answer = new Answer()
  const entry = Entry.of(DomainEvent.read(call.event))
  if (entry === null) return answer
  const entries = readEntries(call.state)
  entries.push(entry)
  return answer.remember(writeEntries(entries))
}

class Entry {
  time: u64 = 0
  kind: Text | null = null
  /** Null where an event is about nobody. */
  agent: Text | null = null

  static read(reader: Reader): Entry {
    const entry = new Entry()
    let hasTime = false
    for (let left = reader.mapLength(); left > 0; left--) {
      const key = reader.text()
      if (key.is('time')) {
        entry.time = reader.uint()
        hasTime = true
      } else if (key.is('kind')) entry.kind = reader.text()
      else if (key.is('agent_id') && !reader.isNull()) entry.agent = reader.text()
      else reader.skip()
    }
    if (!hasTime || entry.kind === null) reader.break()
    return entry
  }

  /** What to remember of an event; null for kinds the module has no word for, and for malformed ones. */
  static of(event: DomainEvent | null): Entry | null {
    if (event === null) return null
    const label = labelOf(event.type)
    if (label === null) return null
    const entry = new Entry()
    entry.time = event.time
    entry.kind = label
    if (event.type.is('ActionRejected')) return event.data.isMap() ? entry : null
    entry.agent = event.type.is('Observation')
      ? findText(event.data, 'observation', 'agent_id')
      : findText(event.data, event.type.is('ResourceTransferred') ? 'from_agent_id' : 'agent_id', null)
    return entry.agent !== null ? entry : null
  }
}

/** The text at one key of a map, or at a key of the map at that key. */
function findText(reader: Reader, key: string, innerKey: string | null): Text | null {
  let found: Text | null = null
  for (let left = reader.mapLength(); left > 0; left--) {
    if (!reader.text().is(key)) reader.skip()
    else found = innerKey === null ? reader.text() : findText(reader, innerKey, null)
  }
  return reader.isBroken ? null : found
}

const TYPES: StaticArray<string> = [
  'AgentRegistered',
  'AgentMoved',
  'ActionRejected',
  'Observation',
  'BodyAttributesUpdated',
  'BodyAttributesRejected',
  'BodyInterfaceExpanded',
  'BodyInterfaceExpandRejected',
  'ResourceTransferred',
]

/** `AgentMoved` is remembered as `domain.agent_moved`, the name under which worlds route it. */
function labelOf(type: Text): Text | null {
  for (let i = 0; i < TYPES.length; i++) if (type.is(TYPES[i])) return snakeCase(TYPES[i])
  return null
}

function snakeCase(name: string): Text {
  const prefix = 'domain.'
  const start = heap.alloc(prefix.length + name.length * 2)
  let at = start
  for (let i = 0; i < prefix.length; i++) store<u8>(at++, <u8>prefix.charCodeAt(i))
  for (let i = 0; i < name.length; i++) {
    const code = <u8>name.charCodeAt(i)
    const isUpper = code <= 90
    if (isUpper && i > 0) store<u8>(at++, 95)
    store<u8>(at++, isUpper ? code | 32 : code)
  }
  return new Text(start, <i32>(at - start))
}

function readEntries(state: Reader | null): Entry[] {
  const entries: Entry[] = []
  if (state === null) return entries
  for (let left = state.mapLength(); left > 0; left--) {
    if (!state.text().is('entries')) state.skip()
    else for (let items = state.arrayLength(); items > 0; items--) entries.push(Entry.read(state))
  }
  return state.isDone() ? entries : []
}

/** The newest entries, oldest first. */
function writeEntries(entries: Entry[]): Writer {
  const first = max(entries.length - ENTRIES_MAX, 0)
  const writer = new Writer(4096).map(1).string('entries').array(entries.length - first)
  for (let i = first; i < entries.length; i++) {
    const entry = entries[i]
    const agent = entry.agent
    writer.map(agent === null ? 2 : 3).string('time').uint(entry.time).string('kind').text(entry.kind!)
    if (agent !== null) writer.string('agent_id').text(agent)
  }
  return writer
}
