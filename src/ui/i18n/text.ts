/** Types of every sentence the studio can say. English is the source; a key that English lacks does not compile. */
import type { en } from './en.ts'

type Source = typeof en

/** `_one` and `_other` are plural forms of one key, chosen by `count`. */
type WithoutPlural<Key extends string> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key

type SectionKeys<Section extends keyof Source> = {
  [Name in keyof Source[Section] & string]: `${Section & string}.${WithoutPlural<Name>}`
}[keyof Source[Section] & string]

/** `section.name` of every sentence. */
export type TextKey = { [Section in keyof Source]: SectionKeys<Section> }[keyof Source]

type PlaceholderNames<Sentence> = Sentence extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | PlaceholderNames<Rest>
  : never

type SentenceOf<Key extends TextKey> = Key extends `${infer Section}.${infer Name}`
  ? Section extends keyof Source
    ? Name extends keyof Source[Section]
      ? Source[Section][Name]
      : `${Name}_other` extends keyof Source[Section]
        ? Source[Section][`${Name}_other` & keyof Source[Section]]
        : never
    : never
  : never

/** What must be filled into a sentence: one value for each `{{name}}` in its English form. */
export type TextValues<Key extends TextKey> = Readonly<
  Record<PlaceholderNames<SentenceOf<Key>>, string | number>
>

type ValueArguments<Key extends TextKey> = [PlaceholderNames<SentenceOf<Key>>] extends [never]
  ? readonly [values?: Readonly<Record<string, string | number>>]
  : readonly [values: TextValues<Key> & Readonly<Record<string, string | number>>]

/** Says a sentence in the person's language. Plurals go by a value named `count`. */
export type Translate = <Key extends TextKey>(key: Key, ...values: ValueArguments<Key>) => string

/** Keys of sentences with nothing to fill in: titles, labels. */
export type PlainTextKey = {
  [Key in TextKey]: [PlaceholderNames<SentenceOf<Key>>] extends [never] ? Key : never
}[TextKey]
