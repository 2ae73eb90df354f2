// Every agent has a battery: it fills a little whenever somebody moves, and moving takes from it.
import { Answer, Call, Decision, distanceCm, DomainEvent, Envelope, startedKilometres } from '../sdk'
import { Move } from './actions'
import { Charge, Charges, harvestAt } from './charges'
import { Whereabouts } from './positions'

export { alloc } from '../sdk'

const CAPACITY: i64 = 12
const INITIAL_LEVEL: i64 = 6
/** Electricity by the started kilometre. */
const MOVE_COST: i64 = 3

export function reduce(pointer: i32, length: i32): i64 {
  const call = Call.read(pointer, length, 'm1.power.storage')
  if (call === null) return new Answer().send()
  return (call.action !== null ? judgeMoves(call) : follow(call)).send()
}

function judgeMoves(call: Call): Answer {
  const answer = new Answer()
  const move = Move.read(Envelope.read(call.action))
  if (move === null) return answer
  const charges = Charges.read(call.state)
  const isFilled = fill(charges)
  const refusal = payFor(move, charges)
  answer.decide(refusal === null ? Decision.allow(move.actionId) : refusal)
  return isFilled || refusal === null ? answer.remember(charges.write()) : answer
}

/** Takes from the battery what a move costs; answers why not, or null. */
function payFor(move: Move, charges: Charges): Decision | null {
  if (!charges.has(move.agent)) return Decision.deny(move.actionId, 'agent power state missing')
  const charge = charges.get(move.agent)
  const cost = costOf(startedKilometres(distanceCm(charge.position, move.to)))
  if (cost > charge.level) {
    const numbers = cost.toString() + ', have ' + charge.level.toString()
    return Decision.deny(move.actionId, 'storage insufficient for move: need ' + numbers)
  }
  charge.level -= cost
  charge.position = move.to
  return null
}

function costOf(kilometres: i64): i64 {
  return kilometres > i64.MAX_VALUE / MOVE_COST ? i64.MAX_VALUE : kilometres * MOVE_COST
}

/** Whether any level rose. */
function fill(charges: Charges): bool {
  let isChanged = false
  for (let i = 0; i < charges.size; i++) {
    const charge = charges.valueAt(i)
    const level = inCapacity(inCapacity(charge.level) + harvestAt(charge.position))
    if (level != charge.level) isChanged = true
    charge.level = level
  }
  return isChanged
}

function follow(call: Call): Answer {
  const answer = new Answer()
  const whereabouts = Whereabouts.read(DomainEvent.read(call.event))
  if (whereabouts === null) return answer
  const charges = Charges.read(call.state)
  const isChanged = place(whereabouts, charges)
  return clamp(charges) || isChanged ? answer.remember(charges.write()) : answer
}

/** Whether the event told anything new. */
function place(whereabouts: Whereabouts, charges: Charges): bool {
  const position = whereabouts.position
  if (!charges.has(whereabouts.agent)) {
    if (whereabouts.isNew) charges.set(whereabouts.agent, new Charge(position, INITIAL_LEVEL))
    return whereabouts.isNew
  }
  const charge = charges.get(whereabouts.agent)
  const known = charge.position
  charge.position = position
  return known.x != position.x || known.y != position.y || known.z != position.z
}

/** Brings levels that another version wrote back into the bounds; whether there were any. */
function clamp(charges: Charges): bool {
  let isChanged = false
  for (let i = 0; i < charges.size; i++) {
    const charge = charges.valueAt(i)
    const level = inCapacity(charge.level)
    if (level != charge.level) isChanged = true
    charge.level = level
  }
  return isChanged
}

function inCapacity(level: i64): i64 {
  return max(0, min(level, CAPACITY))
}
