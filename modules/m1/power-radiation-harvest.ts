// Radiation gives every agent a little electricity whenever anybody acts, and the world is told how much each has.
import { Answer, Call, DomainEvent, Envelope, Writer } from '../sdk'
import { Charge, Charges, harvestAt } from './charges'
import { Whereabouts } from './positions'

export { alloc } from '../sdk'

export function reduce(pointer: i32, length: i32): i64 {
  const call = Call.read(pointer, length, 'm1.power.radiation_harvest')
  if (call === null) return new Answer().send()
  return (call.action !== null ? harvest(call) : follow(call)).send()
}

function harvest(call: Call): Answer {
  const answer = new Answer()
  const envelope = Envelope.read(call.action)
  if (envelope === null) return answer
  const charges = Charges.read(call.state)
  for (let i = 0; i < charges.size; i++) {
    const charge = charges.valueAt(i)
    charge.level = plus(charge.level, harvestAt(charge.position))
  }
  if (charges.size > 0) answer.remember(charges.write())
  return answer.emit('power.radiation_harvest', report(envelope.id, charges))
}

/** Nothing stops a level from growing but the end of the numbers. */
function plus(level: i64, gain: i64): i64 {
  return level > i64.MAX_VALUE - gain ? i64.MAX_VALUE : level + gain
}

function report(actionId: u64, charges: Charges): Writer {
  const writer = new Writer().map(2).string('action_id').uint(actionId).string('agents').array(charges.size)
  for (let i = 0; i < charges.size; i++) {
    writer.map(2).string('agent_id').text(charges.idAt(i)).string('level').int(charges.valueAt(i).level)
  }
  return writer
}

function follow(call: Call): Answer {
  const answer = new Answer()
  const whereabouts = Whereabouts.read(DomainEvent.read(call.event))
  if (whereabouts === null) return answer
  const charges = Charges.read(call.state)
  if (charges.has(whereabouts.agent)) charges.get(whereabouts.agent).position = whereabouts.position
  else if (whereabouts.isNew) charges.set(whereabouts.agent, new Charge(whereabouts.position, 0))
  else return answer
  return answer.remember(charges.write())
}
