// Counts what bodies made of interface items: how often each was used up, how far each body grew, how many tries failed.
import { Answer, Call, DomainEvent, Reader, Table, Text, Writer } from '../sdk'

export { alloc } from '../sdk'

export function reduce(pointer: i32, length: i32): i64 {
  const call = Call.read(pointer, length, 'm1.storage.cargo')
  return (call === null ? new Answer() : count(call)).send()
}

function count(call: Call): Answer {
  const answer = new Answer()
  const event = DomainEvent.read(call.event)
  if (event === null) return answer
  const expansion = Expansion.read(event)
  if (expansion === null) return answer
  const tally = Tally.read(call.state)
  tally.add(expansion)
  return answer.remember(tally.write())
}

/** The data of `BodyInterfaceExpanded` and of `BodyInterfaceExpandRejected`. */
class Expansion {
  constructor(
    readonly isRejected: bool,
    readonly agent: Text,
    readonly item: Text,
    readonly level: u64,
  ) {}

  static read(event: DomainEvent): Expansion | null {
    const isRejected = event.type.is('BodyInterfaceExpandRejected')
    if (!isRejected && !event.type.is('BodyInterfaceExpanded')) return null
    const data = event.data
    let agent: Text | null = null
    let item: Text | null = null
    let level: u64 = 0
    let hasLevel = isRejected
    for (let left = data.mapLength(); left > 0; left--) {
      const key = data.text()
      if (key.is('agent_id')) agent = data.text()
      else if (key.is('consumed_item_id')) item = data.text()
      else if (key.is('expansion_level')) {
        level = readLevel(data)
        hasLevel = true
      } else data.skip()
    }
    return agent !== null && item !== null && hasLevel && !data.isBroken
      ? new Expansion(isRejected, agent, item, level)
      : null
  }
}

class Tally {
  private items: Table<u64> = new Table<u64>()
  private levels: Table<u64> = new Table<u64>()
  private rejections: u64 = 0

  static read(state: Reader | null): Tally {
    const tally = new Tally()
    if (state === null) return tally
    let found = 0
    for (let left = state.mapLength(); left > 0; left--) {
      const key = state.text()
      if (key.is('consumed_interface_items')) {
        readCounts(state, tally.items)
        found += 1
      } else if (key.is('agent_expansion_levels')) {
        readLevels(state, tally.levels)
        found += 1
      } else if (key.is('reject_count')) {
        tally.rejections = state.uint()
        found += 1
      } else state.skip()
    }
    return state.isDone() && found == 3 ? tally : new Tally()
  }

  add(expansion: Expansion): void {
    if (expansion.isRejected) {
      this.rejections = plusOne(this.rejections)
      return
    }
    const used = this.items.has(expansion.item) ? this.items.get(expansion.item) : 0
    this.items.set(expansion.item, plusOne(used))
    this.levels.set(expansion.agent, expansion.level)
  }

  write(): Writer {
    const writer = new Writer().map(3)
    writeCounts(writer.string('consumed_interface_items'), this.items)
    writeCounts(writer.string('agent_expansion_levels'), this.levels)
    return writer.string('reject_count').uint(this.rejections)
  }
}

/** Stays at the greatest count instead of beginning anew. */
function plusOne(count: u64): u64 {
  return count == u64.MAX_VALUE ? count : count + 1
}

function readLevel(reader: Reader): u64 {
  const level = reader.uint()
  if (level > u16.MAX_VALUE) reader.break()
  return level
}

function readCounts(reader: Reader, into: Table<u64>): void {
  for (let left = reader.mapLength(); left > 0; left--) {
    const id = reader.text()
    into.set(id, reader.uint())
  }
}

function readLevels(reader: Reader, into: Table<u64>): void {
  for (let left = reader.mapLength(); left > 0; left--) {
    const id = reader.text()
    into.set(id, readLevel(reader))
  }
}

function writeCounts(writer: Writer, counts: Table<u64>): void {
  writer.map(counts.size)
  for (let i = 0; i < counts.size; i++) writer.text(counts.idAt(i)).uint(counts.valueAt(i))
}
