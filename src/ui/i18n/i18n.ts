/** The language of the page and what is said in it: the one i18next instance. */
import { createInstance } from 'i18next'
import { useSyncExternalStore } from 'react'
import { enFirst } from './en-first.ts'
import type { TextKey, Translate } from './text.ts'

/** Languages with a complete translation. */
export const LANGUAGES = ['en'] as const

export type Language = (typeof LANGUAGES)[number]

type Values = Readonly<Record<string, string | number>>

/** Sections of sentences, as the word files write them. */
type Words = Readonly<Record<string, Readonly<Record<string, string>>>>

const NAMESPACE = 'translation'

const instance = createInstance({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { [NAMESPACE]: enFirst } },
  // React escapes what it renders; escaping twice would show entities.
  interpolation: { escapeValue: false },
  initAsync: false,
})
void instance.init()

/** More sentences of a language; what was said before stays said. */
export function addWords(of: Language, words: Words): void {
  instance.addResourceBundle(of, NAMESPACE, words, true)
}

/** Says a sentence whose key and values travelled together as data (a notice); nobody checks that they fit. */
export function sayData(key: TextKey, values: Values): string {
  return instance.t(key, values)
}

/** Says a sentence now. Components use `useText`, which says it again when the language changes. */
export const translate: Translate = (key, ...values) => instance.t(key, values[0] ?? {})

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((known) => known === value)
}

export async function setLanguage(next: Language): Promise<void> {
  await instance.changeLanguage(next)
  document.documentElement.lang = next
}

let translateNow: Translate = translate

function subscribe(onChange: () => void): () => void {
  const changed = (): void => {
    // A new identity is what tells React that every sentence must be said again.
    translateNow = (key, ...values) => translate(key, ...values)
    onChange()
  }
  instance.on('languageChanged', changed)
  return () => instance.off('languageChanged', changed)
}

/** `const t = useText(); t('transport.play')`. */
export function useText(): Translate {
  return useSyncExternalStore(subscribe, () => translateNow)
}
