/** The language of the page and what is said in it. */
import { useSyncExternalStore } from 'react'
import { enFirst } from './en-first.ts'
import { PhraseBook, type Values, type Words } from './phrase-book.ts'
import type { TextKey, Translate } from './text.ts'

/** Languages with a complete translation. */
export const LANGUAGES = ['en'] as const

export type Language = (typeof LANGUAGES)[number]

const SOURCE: Language = 'en'

const book = new PhraseBook()
book.add(SOURCE, enFirst)

const listeners = new Set<() => void>()
let language: Language = SOURCE

/** More sentences of a language; what was said before stays said. */
export function addWords(of: Language, words: Words): void {
  book.add(of, words)
}

/** Says a sentence whose key and values travelled together as data (a notice); nobody checks that they fit. */
export function sayData(key: TextKey, values: Values): string {
  return book.say([language, SOURCE], key, values)
}

/** Says a sentence now. Components use `useText`, which says it again when the language changes. */
export const translate: Translate = (key, ...values) => sayData(key, values[0] ?? {})

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((known) => known === value)
}

let translateNow: Translate = translate

export function setLanguage(next: Language): void {
  language = next
  document.documentElement.lang = next
  // A new identity is what tells React that every sentence must be said again.
  translateNow = (key, ...values) => translate(key, ...values)
  for (const listener of listeners) listener()
}

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange)
  return () => listeners.delete(onChange)
}

/** `const t = useText(); t('transport.play')`. */
export function useText(): Translate {
  return useSyncExternalStore(subscribe, () => translateNow)
}
