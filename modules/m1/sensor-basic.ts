// The rule of seeing as a part of a body: a world installs it or m1.rule.visibility, never both.
import { Answer, Call } from '../sdk'
import { answerQueries } from './seeing'

export { alloc } from '../sdk'

export function reduce(pointer: i32, length: i32): i64 {
  const call = Call.read(pointer, length, 'm1.sensor.basic')
  return (call === null ? new Answer() : answerQueries(call)).send()
}
