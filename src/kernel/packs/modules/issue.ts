/** Checks of a change of modules, one after the other: the first that has something to say is heard. */
import type { ModuleIssue } from '../../catalogue/rejection.ts'

/** What several checks say of one thing. */
export function firstIssue(...checks: readonly (() => ModuleIssue | undefined)[]): ModuleIssue | undefined {
  for (const check of checks) {
    const issue = check()
    if (issue !== undefined) return issue
  }
  return undefined
}

/** The first issue that one of many things has. */
export function issueAmong<T>(
  items: readonly T[],
  issueOf: (item: T, index: number) => ModuleIssue | undefined,
): ModuleIssue | undefined {
  for (const [index, item] of items.entries()) {
    const issue = issueOf(item, index)
    if (issue !== undefined) return issue
  }
  return undefined
}
