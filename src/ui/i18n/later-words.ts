/** The words that nothing says before the first picture. Their module is fetched behind it: use `withWords`. */
import { enLater } from './en-later.ts'
import { enPanels } from './en-panels.ts'
import { addWords } from './i18n.ts'

addWords('en', { ...enLater, ...enPanels })
