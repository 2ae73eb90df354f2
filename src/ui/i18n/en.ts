/**
 * Every sentence of the studio in English, the source of keys. `{{name}}` is filled in; `_one` and `_other` are plurals
 * chosen by `count`. Facts name places: "Frame 31,407 does not match its hash", never "Something went wrong".
 */
import { enFirst } from './en-first.ts'
import { enLater } from './en-later.ts'
import { enPanels } from './en-panels.ts'

export const en = { ...enFirst, ...enLater, ...enPanels } as const
