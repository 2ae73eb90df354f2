/** What a command is: a stable name, words, keys, and one way to run it. Menus, keys and `window.orrery` share the table. */
import type { Result } from '../../kernel/base/result.ts'
import type { PlainTextKey } from '../i18n/text.ts'
import type { Layout } from '../dock/layout.ts'
import type { CommandId } from './command-ids.ts'
import type { Session } from '../session/session-context.ts'

export interface Chord {
  /** `event.key` for signs and names; letters are written upper-case and match the key's place (`KeyW`). */
  readonly key: string
  readonly shift?: boolean
  /** Ctrl, or Command on a Mac. */
  readonly mod?: boolean
}

export interface CommandContext {
  readonly session: Session
  readonly layout: Layout
  /** Lets the person pick a file. */
  readonly pickFile: () => void
}

export interface Command {
  readonly id: CommandId
  readonly labelKey: PlainTextKey
  readonly chords: readonly Chord[]
  /** `args` comes from a script or a link: it is checked here. */
  run(context: CommandContext, args: unknown): Promise<Result<unknown>>
}
