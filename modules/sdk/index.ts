// All that a module needs: import from here.
export { alloc, Answer } from './abi'
export { Call, DomainEvent, Envelope } from './call'
export { Decision, replacement } from './decision'
export { distanceCm, Position, startedKilometres } from './position'
export { Reader } from './reader'
export { Table } from './table'
export { Text } from './text'
export { Writer } from './writer'
