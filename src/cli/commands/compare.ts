import { countFlag, wordAt } from '../arguments.ts'
import { type Answer, type Arguments, type Command, faultAnswer, type Json } from '../command.ts'
import { compareRecordings, compareStates, type Comparison } from '../compare-recordings.ts'
import { valueToJson } from '../show-value.ts'

/** Finds where two recordings first part. That they do is an answer and not a failure: exit status 0. */
export const compareCommand: Command = {
  name: 'compare',
  usage: 'compare A B [--at SEQ]',
  summary: 'Find the first difference of two recordings.',
  help: [
    '--at SEQ    compare the states after this frame instead of the frames',
    '',
    'That they differ is an answer: the exit status is 0, and `equal` in --json says which it was.',
  ],
  options: { at: { type: 'string' } },
  words: 2,
  run: compare,
}

async function compare(given: Arguments): Promise<Answer> {
  const [a, b, at] = [wordAt(given, 0), wordAt(given, 1), countFlag(given, 'at')]
  const compared = at === undefined ? await compareRecordings(a, b) : await compareStates(a, b, at)
  return compared.ok ? answer(compared.value) : faultAnswer(compared.fault)
}

function answer({ firstDifference: found, hashCompares }: Comparison): Answer {
  if (found === undefined) return { json: { equal: true, hashCompares }, text: 'equal', exitCode: 0 }
  const { seq, at, path } = found
  const [a, b] = [found.a, found.b].map((value): Json => (value === undefined ? null : valueToJson(value)))
  return {
    json: { equal: false, firstDifference: { seq, at, path, a: a ?? null, b: b ?? null }, hashCompares },
    text: [
      `first difference at frame ${seq}, ${path === '' ? at : path}`,
      `  a  ${shown(a)}`,
      `  b  ${shown(b)}`,
    ].join('\n'),
    exitCode: 0,
  }
}

function shown(value: Json | undefined): string {
  return JSON.stringify(value ?? null)
}
