// Who sees whom.
import { Answer, Call } from '../sdk'
import { answerQueries } from './seeing'

export { alloc } from '../sdk'

export function reduce(pointer: i32, length: i32): i64 {
  const call = Call.read(pointer, length, 'm1.rule.visibility')
  return (call === null ? new Answer() : answerQueries(call)).send()
}
