import { Answer, Call, Decision, distanceCm, Envelope, Position, replacement, Text, Writer } from '../sdk'
import { Query } from './actions'
import { follow, Positions } from './positions'

/** How far an agent sees: 100 km. */
const RANGE_CM: i64 = 10_000_000

/** Who asks what it can see is told who is in range, in the order of their ids. */
export function answerQueries(call: Call): Answer {
  const answer = new Answer()
  if (call.action !== null) {
    const query = Query.read(Envelope.read(call.action))
    return query === null ? answer : answer.decide(judge(query, call.time, Positions.read(call.state)))
  }
  const state = follow(call)
  return state === null ? answer : answer.remember(state)
}

function judge(query: Query, time: u64, positions: Positions): Decision {
  if (!positions.has(query.agent))
    return Decision.deny(query.actionId, 'agent position missing for visibility rule')
  const data = new Writer().map(1).string('observation')
  writeObservation(data, query.agent, time, positions)
  return Decision.modify(query.actionId, replacement('EmitObservation', data))
}

function writeObservation(writer: Writer, agent: Text, time: u64, positions: Positions): void {
  const eye = positions.get(agent)
  writer.map(5).string('agent_id').text(agent)
  eye.write(writer.string('pos'))
  writer.string('time').uint(time)
  writer.string('visibility_range_cm').int(RANGE_CM)
  const seen = new Writer()
  let count = 0
  for (let i = 0; i < positions.size; i++) {
    const other = positions.idAt(i)
    const distance = distanceCm(eye, positions.valueAt(i))
    if (distance > RANGE_CM || other.compare(agent) == 0) continue
    writeSighting(seen, other, positions.valueAt(i), distance)
    count += 1
  }
  writer.string('visible_agents').array(count).item(seen)
}

function writeSighting(writer: Writer, agent: Text, position: Position, distance: i64): void {
  writer.map(3).string('agent_id').text(agent).string('distance_cm').int(distance)
  position.write(writer.string('pos'))
}
