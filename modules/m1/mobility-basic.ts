// The rule of moves as a part of a body: a world installs it or m1.rule.move, never both.
import { Answer, Call } from '../sdk'
import { judgeMoves } from './moving'

export { alloc } from '../sdk'

export function reduce(pointer: i32, length: i32): i64 {
  const call = Call.read(pointer, length, 'm1.mobility.basic')
  return (call === null ? new Answer() : judgeMoves(call)).send()
}
