import { Envelope, Position, Text } from '../sdk'

/** The data of `MoveAgent`. */
export class Move {
  constructor(
    readonly actionId: u64,
    readonly agent: Text,
    readonly to: Position,
  ) {}

  static read(envelope: Envelope | null): Move | null {
    if (envelope === null || !envelope.type.is('MoveAgent')) return null
    const data = envelope.data
    let agent: Text | null = null
    let to: Position | null = null
    for (let left = data.mapLength(); left > 0; left--) {
      const key = data.text()
      if (key.is('agent_id')) agent = data.text()
      else if (key.is('to')) to = Position.read(data)
      else data.skip()
    }
    return agent !== null && to !== null && !data.isBroken ? new Move(envelope.id, agent, to) : null
  }
}

/** The data of `QueryObservation`. */
export class Query {
  constructor(
    readonly actionId: u64,
    readonly agent: Text,
  ) {}

  static read(envelope: Envelope | null): Query | null {
    if (envelope === null || !envelope.type.is('QueryObservation')) return null
    const data = envelope.data
    let agent: Text | null = null
    for (let left = data.mapLength(); left > 0; left--) {
      if (data.text().is('agent_id')) agent = data.text()
      else data.skip()
    }
    return agent !== null && !data.isBroken ? new Query(envelope.id, agent) : null
  }
}

/** The data of `TransferResource`. */
export class Transfer {
  constructor(
    readonly actionId: u64,
    readonly from: Text,
    readonly to: Text,
    readonly kind: Text,
    readonly amount: i64,
  ) {}

  static read(envelope: Envelope | null): Transfer | null {
    if (envelope === null || !envelope.type.is('TransferResource')) return null
    const data = envelope.data
    let from: Text | null = null
    let to: Text | null = null
    let kind: Text | null = null
    let amount: i64 = 0
    let hasAmount = false
    for (let left = data.mapLength(); left > 0; left--) {
      const key = data.text()
      if (key.is('from_agent_id')) from = data.text()
      else if (key.is('to_agent_id')) to = data.text()
      else if (key.is('kind')) kind = data.text()
      else if (key.is('amount')) {
        amount = data.int()
        hasAmount = true
      } else data.skip()
    }
    if (from === null || to === null || kind === null || !hasAmount || data.isBroken) return null
    if (!kind.is('electricity') && !kind.is('hardware') && !kind.is('data')) return null
    return new Transfer(envelope.id, from, to, kind, amount)
  }
}
