import { Writer } from './writer'

/** The `{type, data}` of the action that takes the place of another. */
export function replacement(type: string, data: Writer): Writer {
  return new Writer().map(2).string('data').item(data).string('type').string(type)
}

class Charge {
  constructor(
    readonly resource: string,
    readonly amount: i64,
  ) {}
}

/** What a rule says to an action. */
export class Decision {
  private readonly costs: Charge[] = []
  private readonly notes: string[] = []
  private instead: Writer | null = null

  private constructor(
    private readonly actionId: u64,
    private readonly verdict: string,
  ) {}

  static allow(actionId: u64): Decision {
    return new Decision(actionId, 'allow')
  }

  static deny(actionId: u64, why: string): Decision {
    return new Decision(actionId, 'deny').note(why)
  }

  /** Puts another action in the place of this one. */
  static modify(actionId: u64, instead: Writer): Decision {
    const decision = new Decision(actionId, 'modify')
    decision.instead = instead
    return decision
  }

  note(text: string): this {
    this.notes.push(text)
    return this
  }

  /** Says what the action costs of a resource; charges are named in alphabetical order, each resource once. */
  charge(resource: string, amount: i64): this {
    this.costs.push(new Charge(resource, amount))
    return this
  }

  /** The payload of a `rule.decision`, its keys in alphabetical order. */
  write(writer: Writer): void {
    const instead = this.instead
    writer.map(instead === null ? 4 : 5)
    writer.string('action_id').uint(this.actionId)
    writer.string('cost').map(1).string('entries').map(this.costs.length)
    for (let i = 0; i < this.costs.length; i++) writer.string(this.costs[i].resource).int(-this.costs[i].amount)
    writer.string('notes').array(this.notes.length)
    for (let i = 0; i < this.notes.length; i++) writer.string(this.notes[i])
    if (instead !== null) writer.string('override_action').item(instead)
    writer.string('verdict').string(this.verdict)
  }
}
