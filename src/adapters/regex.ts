import { fail, ok } from '../kernel/base/result.ts'
import type { RegexEngine } from '../kernel/packs/modules/filter-regex.ts'
import { PATTERN_INSTRUCTIONS_MAX } from '../kernel/packs/modules/routing-limits.ts'

/**
 * The one regular-expression engine of filters (decision 0012): RE2, which never goes back in the text. Loaded on first use,
 * because most worlds have no patterns.
 */
export async function loadRegexEngine(): Promise<RegexEngine> {
  const { RE2JS, RE2JSSyntaxException } = await import('re2js')
  return {
    compile: (pattern) => {
      try {
        const compiled = RE2JS.compile(pattern)
        if (compiled.programSize() > PATTERN_INSTRUCTIONS_MAX) return fail('regex_too_large')
        return ok((text) => compiled.test(text))
      } catch (thrown) {
        if (thrown instanceof RE2JSSyntaxException) return fail('regex_invalid')
        throw thrown
      }
    },
  }
}
