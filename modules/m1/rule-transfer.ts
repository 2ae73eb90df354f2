// Resources change hands between agents that stand in the same place.
import { Answer, Call, Decision, distanceCm, Envelope, replacement, Writer } from '../sdk'
import { Transfer } from './actions'
import { follow, Positions } from './positions'

export { alloc } from '../sdk'

export function reduce(pointer: i32, length: i32): i64 {
  const call = Call.read(pointer, length, 'm1.rule.transfer')
  return (call === null ? new Answer() : judgeTransfers(call)).send()
}

function judgeTransfers(call: Call): Answer {
  const answer = new Answer()
  if (call.action !== null) {
    const transfer = Transfer.read(Envelope.read(call.action))
    return transfer === null ? answer : answer.decide(judge(transfer, Positions.read(call.state)))
  }
  const state = follow(call)
  return state === null ? answer : answer.remember(state)
}

function judge(transfer: Transfer, positions: Positions): Decision {
  const id = transfer.actionId
  if (transfer.amount <= 0) return Decision.deny(id, 'transfer amount must be positive')
  if (!positions.has(transfer.from) || !positions.has(transfer.to))
    return Decision.deny(id, 'agent position missing for transfer rule')
  if (distanceCm(positions.get(transfer.from), positions.get(transfer.to)) > 0)
    return Decision.deny(id, 'transfer requires co-located agents')
  const data = new Writer().map(4)
  data.string('amount').int(transfer.amount).string('from_agent_id').text(transfer.from)
  data.string('kind').text(transfer.kind).string('to_agent_id').text(transfer.to)
  return Decision.modify(id, replacement('EmitResourceTransfer', data))
}
