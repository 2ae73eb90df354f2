import { Answer, Call, Decision, distanceCm, Envelope, startedKilometres } from '../sdk'
import { Move } from './actions'
import { follow, Positions } from './positions'

/** A move costs electricity by the started kilometre, and nobody moves to where they are. */
export function judgeMoves(call: Call): Answer {
  const answer = new Answer()
  if (call.action !== null) {
    const move = Move.read(Envelope.read(call.action))
    return move === null ? answer : answer.decide(judge(move, Positions.read(call.state)))
  }
  const state = follow(call)
  return state === null ? answer : answer.remember(state)
}

function judge(move: Move, positions: Positions): Decision {
  // Agents that were there before the module was installed are free to go once; then the module knows where they are.
  if (!positions.has(move.agent))
    return Decision.allow(move.actionId).note('agent position missing for move rule')
  const distance = distanceCm(positions.get(move.agent), move.to)
  if (distance == 0) return Decision.deny(move.actionId, 'move target equals current position')
  return Decision.allow(move.actionId).charge('electricity', startedKilometres(distance))
}
