import type { Ref } from '../session/ref.ts'

/** A word of a sentence that leads somewhere. */
export interface SentenceLink {
  readonly text: string
  readonly ref: Ref
  /** The id behind a name, shown on hover. */
  readonly title: string
}

export type SentencePart = string | SentenceLink

/** One sentence for people, in order; plain when joined. */
export type Sentence = readonly SentencePart[]

const OPEN = '\u0001'
const CLOSE = '\u0002'
const MARKED = new RegExp(`${OPEN}([^${CLOSE}]*)${CLOSE}`)

/**
 * Says a translated sentence whose blanks may be links. The translation decides where each stands:
 * `speak((v) => t('presentation.agentMoved', v), { agent: link, distance: '5.9 km' })`.
 */
export function speak<Name extends string>(
  say: (values: Readonly<Record<Name, string>>) => string,
  values: Readonly<Record<Name, SentencePart>>,
): Sentence {
  const marked: Record<string, string> = {}
  for (const [name, part] of Object.entries<SentencePart>(values)) {
    marked[name] = typeof part === 'string' ? part : `${OPEN}${name}${CLOSE}`
  }
  const pieces = say(marked as Record<Name, string>).split(MARKED)
  return pieces
    .map((piece, at): SentencePart => (at % 2 === 0 ? piece : (values[piece as Name] ?? piece)))
    .filter((part) => part !== '')
}

export function sentenceText(sentence: Sentence): string {
  return sentence.map((part) => (typeof part === 'string' ? part : part.text)).join('')
}
