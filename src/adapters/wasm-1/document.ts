import { assert } from '../../kernel/base/assert.ts'
import type { Value } from '../../kernel/codec/value.ts'
import { attempt } from './attempt.ts'
import { type CallAction, type CallEvent, encodeEnvelope, encodeEvent } from './call-input.ts'
import { ItemReader } from './item-reader.ts'
import { asValue } from './said.ts'

// What the filters of a subscription look into: exactly what its module would be told, because it is read from those bytes.
// A coordinate is a number like any other here, although modules can tell 1.0 from 1.

/** `{id, action: {type, data}}`, in which a filter finds `/action/data/agent_id`. */
export const actionDocument = (action: CallAction): Value => read(encodeEnvelope(action))

/** `{id, time, caused_by, body: {kind, payload}}`, in which a filter finds `/body/payload/data/agent_id`. */
export const eventDocument = (event: CallEvent): Value => read(encodeEvent(event))

function read(bytes: Uint8Array): Value {
  const document = attempt(() => asValue(new ItemReader(bytes).readItem(), ''))
  assert(document.ok, 'What is told to modules can be read.')
  return document.value
}
