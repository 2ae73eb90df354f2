import { fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import type { WorldSource } from '../../workers/protocol.ts'
import { isRecord, isStep, isText, optionalArgument } from './arguments.ts'

/** `{scenario, seed?, agents?}`, `{worldKey}` or `{genesis}`, each with `branch?`, or the protocol's own form. */
export function sourceOf(args: unknown): Result<WorldSource> {
  const branch = optionalArgument(args, 'branch', isText)
  if (!branch.ok) return branch
  const source = worldOf(args)
  return source.ok && branch.value !== undefined ? ok({ ...source.value, branch: branch.value }) : source
}

function worldOf(args: unknown): Result<WorldSource> {
  if (!isRecord(args)) return fail(fault('input.invalid', { path: 'source', reason: 'argument' }))
  const { worldKey, genesis } = args
  const scenario = args['scenario'] ?? (args['kind'] === 'scenario' ? args['id'] : undefined)
  if (isText(worldKey)) return ok({ kind: 'stored', worldKey })
  if (isText(genesis)) return ok({ kind: 'genesis', genesis })
  if (!isText(scenario)) return fail(fault('input.invalid', { path: 'scenario', reason: 'argument' }))
  const seed = optionalArgument(args, 'seed', isStep)
  if (!seed.ok) return seed
  const agents = optionalArgument(args, 'agents', isStep)
  if (!agents.ok) return agents
  return ok({
    kind: 'scenario',
    id: scenario,
    ...(seed.value === undefined ? {} : { seed: seed.value }),
    ...(agents.value === undefined ? {} : { agents: agents.value }),
  })
}
