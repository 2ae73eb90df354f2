// What a move costs, and that it leads somewhere.
import { Answer, Call } from '../sdk'
import { judgeMoves } from './moving'

export { alloc } from '../sdk'

export function reduce(pointer: i32, length: i32): i64 {
  const call = Call.read(pointer, length, 'm1.rule.move')
  return (call === null ? new Answer() : judgeMoves(call)).send()
}
