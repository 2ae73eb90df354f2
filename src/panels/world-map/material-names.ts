import type { PlainTextKey } from '../../ui/i18n/text.ts'

const MATERIALS = {
  metal: 'material.metal',
  ice: 'material.ice',
  carbon: 'material.carbon',
  composite: 'material.composite',
  silicate: 'material.silicate',
} as const satisfies Readonly<Record<string, PlainTextKey>>

type MaterialKey = (typeof MATERIALS)[keyof typeof MATERIALS] | 'material.other'

const KEY_BY_MATERIAL: ReadonlyMap<string, MaterialKey> = new Map(Object.entries(MATERIALS))

/** What a place is made of, in words; a recording may name a material that this build does not know. */
export function materialKey(material: string): MaterialKey {
  return KEY_BY_MATERIAL.get(material) ?? 'material.other'
}
