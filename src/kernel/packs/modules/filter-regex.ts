import type { Result } from '../../base/result.ts'
import type { RegexRefusal } from './routing-refusal.ts'

/** Whether a pattern is found somewhere in a text. */
export type TextTest = (text: string) => boolean

/**
 * Compiles patterns to tests that take time linear in the text. The engine is a library, so the kernel is given it; hosts
 * load it for worlds whose filters ask for it (`usesRegex`). What it answers is part of the semantics (decision 0012).
 */
export interface RegexEngine {
  compile(pattern: string): Result<TextTest, RegexRefusal>
}
