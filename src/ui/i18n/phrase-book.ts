/** Sentences by language and key, with their values filled in and their plural chosen. */
import type { TextKey } from './text.ts'

/** Sections of sentences, as the word files write them. */
export type Words = Readonly<Record<string, Readonly<Record<string, string>>>>

export type Values = Readonly<Record<string, string | number>>

const PLACEHOLDER = /\{\{(\w+)\}\}/g

export class PhraseBook {
  readonly #sentences = new Map<string, ReadonlyMap<string, string>>()
  readonly #plurals = new Map<string, Intl.PluralRules>()

  /** Takes in more sentences of a language; what was known before stays. */
  add(language: string, words: Words): void {
    const known = new Map(this.#sentences.get(language))
    for (const [section, sentences] of Object.entries(words))
      for (const [name, sentence] of Object.entries(sentences)) known.set(`${section}.${name}`, sentence)
    this.#sentences.set(language, known)
  }

  /** The sentence in the first of the languages that has it; the key itself when none has. */
  say(languages: readonly string[], key: TextKey, values: Values): string {
    for (const language of languages) {
      const sentence = this.#find(language, key, values['count'])
      if (sentence !== undefined) return fill(sentence, values)
    }
    return key
  }

  #find(language: string, key: string, count: string | number | undefined): string | undefined {
    const sentences = this.#sentences.get(language)
    const plural = typeof count === 'number' ? this.#pluralOf(language, count) : 'other'
    return sentences?.get(key) ?? sentences?.get(`${key}_${plural}`) ?? sentences?.get(`${key}_other`)
  }

  #pluralOf(language: string, count: number): Intl.LDMLPluralRule {
    const rules = this.#plurals.get(language) ?? new Intl.PluralRules(language)
    this.#plurals.set(language, rules)
    return rules.select(count)
  }
}

/** Values are text, never a template: what a stranger named may look like a placeholder. */
function fill(sentence: string, values: Values): string {
  return sentence.replace(PLACEHOLDER, (whole, name: string) => String(values[name] ?? whole))
}
