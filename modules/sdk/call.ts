import { Reader } from './reader'
import { Text } from './text'

/** What the world asks of a module. */
export class Call {
  /** Tick of the world. */
  time: u64 = 0
  /** The action to be judged, if that is what it is about. */
  action: Reader | null = null
  /** The event that happened, if that is what it is about. */
  event: Reader | null = null
  /** What the module knew after its last call; null for modules without state. */
  state: Reader | null = null

  /** Reads a call that is meant for this module; null for any other and for what is no call. */
  static read(pointer: i32, length: i32, moduleId: string): Call | null {
    const reader = new Reader(pointer, pointer + max(length, 0))
    const call = new Call()
    let isMine = false
    reader.skipTag()
    for (let left = reader.mapLength(); left > 0; left--) {
      const key = reader.text()
      if (key.is('ctx')) isMine = call.readContext(reader, moduleId)
      else if (key.is('action')) call.action = reader.bytes()
      else if (key.is('event')) call.event = reader.bytes()
      else if (key.is('state')) call.state = reader.bytes()
      else reader.skip()
    }
    return isMine && reader.isDone() ? call : null
  }

  /** Whether the context names this module. The profile asks for a time; a call without one is answered with nothing. */
  private readContext(reader: Reader, moduleId: string): bool {
    let isMine = false
    let hasTime = false
    for (let left = reader.mapLength(); left > 0; left--) {
      const key = reader.text()
      if (key.is('module_id')) {
        isMine = reader.text().is(moduleId)
      } else if (key.is('time')) {
        this.time = reader.uint()
        hasTime = true
      } else reader.skip()
    }
    return isMine && hasTime
  }
}

/** `{id, action: {type, data}}`: an action that waits for a verdict. */
export class Envelope {
  constructor(
    readonly id: u64,
    readonly type: Text,
    /** Stands at the action's data. */
    readonly data: Reader,
  ) {}

  static read(source: Reader | null): Envelope | null {
    if (source === null) return null
    let id: u64 = 0
    let hasId = false
    let action: Tagged | null = null
    source.skipTag()
    for (let left = source.mapLength(); left > 0; left--) {
      const key = source.text()
      if (key.is('id')) {
        id = source.uint()
        hasId = true
      } else if (key.is('action')) action = Tagged.read(source)
      else source.skip()
    }
    if (action === null || !hasId || !source.isDone()) return null
    return new Envelope(id, action.type, action.data)
  }
}

/** An event of the world's own facts: `{id, time, caused_by, body: {kind: "Domain", payload: {type, data}}}`. */
export class DomainEvent {
  constructor(
    readonly time: u64,
    readonly type: Text,
    /** Stands at the event's data. */
    readonly data: Reader,
  ) {}

  /** Null for events that tell how the world is run, and for what is no event. */
  static read(source: Reader | null): DomainEvent | null {
    if (source === null) return null
    let time: u64 = 0
    let found = 0
    let fact: Tagged | null = null
    source.skipTag()
    for (let left = source.mapLength(); left > 0; left--) {
      const key = source.text()
      if (key.is('body')) fact = DomainEvent.readBody(source)
      else if (key.is('time')) {
        time = source.uint()
        found |= 1
      } else if (key.is('id')) {
        source.uint()
        found |= 2
      } else source.skip()
    }
    if (fact === null || found != 3 || !source.isDone()) return null
    return new DomainEvent(time, fact.type, fact.data)
  }

  private static readBody(source: Reader): Tagged | null {
    let isDomain = false
    let payload: Reader | null = null
    for (let left = source.mapLength(); left > 0; left--) {
      const key = source.text()
      if (key.is('kind')) isDomain = source.text().is('Domain')
      else {
        if (key.is('payload')) payload = source.fork()
        source.skip()
      }
    }
    return isDomain && payload !== null ? Tagged.read(payload) : null
  }
}

/** `{type, data}` in either order. */
class Tagged {
  constructor(
    readonly type: Text,
    readonly data: Reader,
  ) {}

  static read(source: Reader): Tagged | null {
    let type: Text | null = null
    let data: Reader | null = null
    for (let left = source.mapLength(); left > 0; left--) {
      const key = source.text()
      if (key.is('type')) type = source.text()
      else {
        if (key.is('data')) data = source.fork()
        source.skip()
      }
    }
    return type !== null && data !== null && !source.isBroken ? new Tagged(type, data) : null
  }
}
