import { Call, DomainEvent, Position, Reader, Table, Text, Writer } from '../sdk'

/** An agent and a place, as `AgentRegistered` and `AgentMoved` tell them. */
export class Whereabouts {
  constructor(
    readonly agent: Text,
    readonly position: Position,
    /** Whether the agent is new in the world. */
    readonly isNew: bool,
  ) {}

  /** Null for events about anything else. */
  static read(event: DomainEvent | null): Whereabouts | null {
    if (event === null) return null
    const isNew = event.type.is('AgentRegistered')
    if (!isNew && !event.type.is('AgentMoved')) return null
    const data = event.data
    let agent: Text | null = null
    let position: Position | null = null
    let isOriginTold = isNew
    for (let left = data.mapLength(); left > 0; left--) {
      const key = data.text()
      if (key.is('agent_id')) agent = data.text()
      else if (key.is(isNew ? 'pos' : 'to')) position = Position.read(data)
      else if (!isNew && key.is('from')) {
        Position.read(data)
        isOriginTold = true
      } else data.skip()
    }
    if (agent === null || position === null || !isOriginTold || data.isBroken) return null
    return new Whereabouts(agent, position, isNew)
  }
}

/** Where every agent is, for rules that judge distances: `{agents: {id: {x_cm, y_cm, z_cm}}}`. */
export class Positions extends Table<Position> {
  /** What the module knew; nothing when that is missing or unreadable. */
  static read(state: Reader | null): Positions {
    const positions = new Positions()
    if (state === null) return positions
    for (let left = state.mapLength(); left > 0; left--) {
      if (state.text().is('agents')) positions.readAgents(state)
      else state.skip()
    }
    return state.isDone() ? positions : new Positions()
  }

  private readAgents(state: Reader): void {
    for (let left = state.mapLength(); left > 0; left--) {
      const agent = state.text()
      this.set(agent, Position.read(state))
    }
  }

  write(): Writer {
    const writer = new Writer().map(1).string('agents').map(this.size)
    for (let i = 0; i < this.size; i++) this.valueAt(i).write(writer.text(this.idAt(i)))
    return writer
  }
}

/** The new state after a call about an event; null when nobody's whereabouts changed. */
export function follow(call: Call): Writer | null {
  const whereabouts = Whereabouts.read(DomainEvent.read(call.event))
  if (whereabouts === null) return null
  const positions = Positions.read(call.state)
  positions.set(whereabouts.agent, whereabouts.position)
  return positions.write()
}
