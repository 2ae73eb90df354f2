import { isSet, wordAt } from '../arguments.ts'
import { checkRecording } from '../check-recording.ts'
import type { Command } from '../command.ts'
import { sealAnswer } from '../seal-answer.ts'

/** Says whether a recording holds, and where it does not. */
export const verifyCommand: Command = {
  name: 'verify',
  usage: 'verify FILE [--intact]',
  summary: 'Check a recording: intact, authentic, reproduced.',
  help: ['--intact    check bytes, chain and state only; run nothing again'],
  options: { intact: { type: 'boolean' } },
  words: 1,
  run: async (given) => sealAnswer(await checkRecording(wordAt(given, 0), isSet(given, 'intact'))),
}
