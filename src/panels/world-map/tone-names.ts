import type { PlainTextKey } from '../../ui/i18n/text.ts'

/** What an agent is doing, by the tone of what it did last. */
const TONE_KEYS = [
  'map.nothingYet',
  'tone.t1',
  'tone.t2',
  'tone.t3',
  'tone.t4',
  'tone.t5',
  'tone.t6',
  'tone.t7',
  'tone.t8',
  'tone.t9',
  'tone.t10',
] as const satisfies readonly PlainTextKey[]

export function toneKey(tone: number): (typeof TONE_KEYS)[number] {
  return TONE_KEYS[tone] ?? 'map.nothingYet'
}
