import { fault } from '../../kernel/base/fault.ts'
import type { Value } from '../../kernel/codec/value.ts'
import type { State } from '../../kernel/state/collection.ts'
import { countFlag, textFlag, wordAt } from '../arguments.ts'
import { type Answer, type Arguments, type Command, faultAnswer } from '../command.ts'
import { foldRecording } from '../fold-recording.ts'
import { pathSteps, valueAt, valueToJson } from '../show-value.ts'

/** Shows the state after a frame, or a part of it. */
export const stateCommand: Command = {
  name: 'state',
  usage: 'state FILE [--at SEQ] [--path COLLECTION/KEY]',
  summary: 'Show the state after a frame.',
  help: [
    '--at SEQ    after this frame; the last one unless told',
    '--path PATH collection, collection/key or collection/key/field…; `/` inside a key is `~1`',
  ],
  options: { at: { type: 'string' }, path: { type: 'string' } },
  words: 1,
  run: showState,
}

async function showState(given: Arguments): Promise<Answer> {
  const wanted = countFlag(given, 'at')
  const path = textFlag(given, 'path')
  const folded = await foldRecording(wordAt(given, 0), wanted)
  if (!folded.ok) return faultAnswer(folded.fault)
  const { state, head, headSeq } = folded.value
  if (wanted !== undefined && wanted > headSeq) {
    return faultAnswer(fault('input.invalid', { path: '--at', expected: `0..${headSeq}`, actual: wanted }), 2)
  }
  const value = valueIn(state, path)
  if (value === undefined) {
    const where = { seq: head.seq, path: firstAbsent(state, path ?? '') }
    return faultAnswer(fault('input.invalid', { ...where, reason: 'absent' }), 2)
  }
  const json = valueToJson(value)
  return {
    json: { ok: true, seq: head.seq, time: head.time, ...(path === undefined ? {} : { path }), value: json },
    text: JSON.stringify(json, undefined, 2),
    exitCode: 0,
  }
}

/** The whole state, a collection, a record or what lies in one. */
function valueIn(state: State, path: string | undefined): Value | undefined {
  if (path === undefined) {
    return Object.fromEntries(state.collectionNames().map((name) => [name, collectionOf(state, name)]))
  }
  const [collection = '', key, ...steps] = pathSteps(path)
  if (key === undefined) return state.size(collection) === 0 ? undefined : collectionOf(state, collection)
  const record = state.get(collection, key)
  return record === undefined ? undefined : valueAt(record, steps)
}

/** The shortest beginning of a path at which nothing stands. */
function firstAbsent(state: State, path: string): string {
  const steps = path.split('/')
  const beginnings = steps.map((_, index) => steps.slice(0, index + 1).join('/'))
  return beginnings.find((beginning) => valueIn(state, beginning) === undefined) ?? path
}

function collectionOf(state: State, name: string): Value {
  return Object.fromEntries(state.entries(name))
}
