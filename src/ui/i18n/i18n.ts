/** The one i18next instance of the page. */
import { createInstance } from 'i18next'
import { useSyncExternalStore } from 'react'
import { en } from './en.ts'
import type { TextKey, Translate } from './text.ts'

/** Languages with a complete translation. */
export const LANGUAGES = ['en'] as const

export type Language = (typeof LANGUAGES)[number]

const instance = createInstance({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en } },
  // React escapes what it renders; escaping twice would show entities.
  interpolation: { escapeValue: false },
  initAsync: false,
})
void instance.init()

/** Says a sentence whose key and values travelled together as data (a notice); nobody checks that they fit. */
export function sayData(key: TextKey, values: Readonly<Record<string, string | number>>): string {
  return instance.t(key, values)
}

/** Says a sentence now. Components use `useText`, which says it again when the language changes. */
export const translate: Translate = (key, ...values) => instance.t(key, values[0] ?? {})

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((language) => language === value)
}

export async function setLanguage(language: Language): Promise<void> {
  await instance.changeLanguage(language)
  document.documentElement.lang = language
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
