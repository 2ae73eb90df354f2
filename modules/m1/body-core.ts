// A body action states what a body is; the module reads the statement and hands it to the kernel's guard.
import { Answer, Call, Decision, Envelope, Reader, replacement, Text, Writer } from '../sdk'

export { alloc } from '../sdk'

/** What one body action costs. */
const COST_ELECTRICITY: i64 = 10

export function reduce(pointer: i32, length: i32): i64 {
  const call = Call.read(pointer, length, 'm1.body.core')
  return (call === null ? new Answer() : judgeBodyActions(call)).send()
}

function judgeBodyActions(call: Call): Answer {
  const answer = new Answer()
  const action = BodyAction.read(Envelope.read(call.action))
  return action === null ? answer : answer.decide(judge(action))
}

function judge(action: BodyAction): Decision {
  const view = BodyView.read(action.payload)
  const wrong = view.whatIsWrong()
  if (wrong !== null) return Decision.deny(action.id, 'body action payload decode failed: ' + wrong)
  const data = new Writer().map(3)
  data.string('agent_id').text(action.agent).string('reason').string('body.' + action.kind.toString())
  view.write(data.string('view'))
  return Decision.modify(action.id, replacement('EmitBodyAttributes', data)).charge('electricity', COST_ELECTRICITY)
}

/** The data of `BodyAction`. */
class BodyAction {
  constructor(
    readonly id: u64,
    readonly agent: Text,
    readonly kind: Text,
    readonly payload: Reader,
  ) {}

  static read(envelope: Envelope | null): BodyAction | null {
    if (envelope === null || !envelope.type.is('BodyAction')) return null
    const data = envelope.data
    let agent: Text | null = null
    let kind: Text | null = null
    let payload: Reader | null = null
    for (let left = data.mapLength(); left > 0; left--) {
      const key = data.text()
      if (key.is('agent_id')) agent = data.text()
      else if (key.is('kind')) kind = data.text()
      else {
        if (key.is('payload')) payload = data.fork()
        data.skip()
      }
    }
    if (agent === null || kind === null || payload === null || data.isBroken) return null
    return new BodyAction(envelope.id, agent, kind, payload)
  }
}

const FIELDS: StaticArray<string> = ['mass_kg', 'radius_cm', 'thrust_limit', 'cross_section_cm2']

/** Four numbers, as a person wrote them: here a mistake is answered with a sentence and not with silence. */
class BodyView {
  private readonly values: StaticArray<u64> = new StaticArray<u64>(4)
  private found: u32 = 0
  private wrong: string | null = null

  static read(payload: Reader): BodyView {
    const view = new BodyView()
    if (!payload.isMap()) view.wrong = 'invalid type: expected a map'
    else for (let left = payload.mapLength(); left > 0 && view.wrong === null; left--) view.readEntry(payload)
    return view
  }

  /** The first thing wrong, or null. */
  whatIsWrong(): string | null {
    for (let i = 0; i < FIELDS.length && this.wrong === null; i++) {
      if ((this.found & (1 << i)) == 0) this.wrong = 'missing field `' + FIELDS[i] + '`'
    }
    return this.wrong
  }

  /** Writes the fields in alphabetical order. */
  write(writer: Writer): void {
    writer.map(4).string('cross_section_cm2').uint(this.values[3]).string('mass_kg').uint(this.values[0])
    writer.string('radius_cm').uint(this.values[1]).string('thrust_limit').uint(this.values[2])
  }

  private readEntry(payload: Reader): void {
    const key = payload.text()
    for (let i = 0; i < FIELDS.length; i++) {
      if (!key.is(FIELDS[i])) continue
      this.values[i] = payload.uint()
      this.found |= 1 << i
      if (payload.isBroken) this.wrong = 'invalid type for `' + FIELDS[i] + '`: expected u64'
      return
    }
    payload.skip()
  }
}
