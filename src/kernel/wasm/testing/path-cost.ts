import type { GasSchedule } from '../schedule.ts'
import { NUMERIC } from './numeric.ts'
import type { Step } from './program.ts'

/**
 * The costliest path from a place to the end of its region, found backwards: the cost of what may come next is known before the
 * cost of a step. The instrumenter finds it forwards while it reads; this is to be as unlike it as it can be.
 */
export class PathCost {
  readonly #schedule: GasSchedule
  readonly #known = new Map<readonly Step[], number>()

  constructor(schedule: GasSchedule) {
    this.#schedule = schedule
  }

  /** Of a region that is a function's or a loop's body. */
  of(body: readonly Step[]): number {
    let cost = this.#known.get(body)
    if (cost === undefined) {
      // Leaving the region and its own back edge cost nothing more.
      cost = this.#from(body, 0, { after: () => 0, labels: [() => 0] })
      this.#known.set(body, cost)
    }
    return cost
  }

  #from(steps: readonly Step[], index: number, place: Place): number {
    const step = steps[index]
    if (step === undefined) return place.after()
    let rest: number | undefined
    const next = (): number => (rest ??= this.#from(steps, index + 1, place))
    const target = (label: number): number => (place.labels[label] ?? (() => 0))()
    const cost = stepCost(step, this.#schedule)
    switch (step.kind) {
      case 'block':
        return cost + this.#from(step.body, 0, { after: next, labels: [next, ...place.labels] })
      case 'if': {
        const inner: Place = { after: next, labels: [next, ...place.labels] }
        return cost + Math.max(this.#from(step.body, 0, inner), this.#from(step.otherwise ?? [], 0, inner))
      }
      case 'loop': {
        const { falls, branches } = reach(step.body)
        const outward = [...branches].filter((label) => label > 0).map((label) => target(label - 1))
        return cost + Math.max(0, falls ? next() : 0, ...outward)
      }
      case 'br':
        return cost + target(step.label)
      case 'br_if':
        return cost + Math.max(target(step.label), next())
      case 'br_table':
        return cost + Math.max(...step.labels.map((label) => target(label)))
      case 'simple':
        return step.name === 'return' || step.name === 'unreachable' ? cost : cost + next()
      default:
        return cost + next()
    }
  }
}

interface Place {
  /** Cost of what comes after the innermost list of steps. */
  readonly after: () => number
  readonly labels: readonly (() => number)[]
}

interface Reach {
  /** Whether execution can get to the end. */
  readonly falls: boolean
  /** Labels it can branch to, counted from the list's own block. */
  readonly branches: ReadonlySet<number>
}

function reach(steps: readonly Step[]): Reach {
  const branches = new Set<number>()
  const enter = (inner: Reach, isLoop: boolean): boolean => {
    for (const label of inner.branches) if (label > 0) branches.add(label - 1)
    return inner.falls || (!isLoop && inner.branches.has(0))
  }
  for (const step of steps) {
    if (step.kind === 'br' || step.kind === 'br_if') branches.add(step.label)
    if (step.kind === 'br_table') for (const label of step.labels) branches.add(label)
    if (step.kind === 'br' || step.kind === 'br_table') return { falls: false, branches }
    if (step.kind === 'simple' && (step.name === 'return' || step.name === 'unreachable')) {
      return { falls: false, branches }
    }
    if ((step.kind === 'block' || step.kind === 'loop') && !enter(reach(step.body), step.kind === 'loop')) {
      return { falls: false, branches }
    }
    if (step.kind === 'if') {
      const arms = [step.body, step.otherwise ?? []].map((arm) => enter(reach(arm), false))
      if (!arms.includes(true)) return { falls: false, branches }
    }
  }
  return { falls: true, branches }
}

/** Gas of one step by itself. */
export function stepCost(step: Step, { costs }: GasSchedule): number {
  switch (step.kind) {
    case 'block':
    case 'loop':
      return costs.free
    case 'numeric':
      return NUMERIC[step.name]?.isDear === true ? costs.divide : costs.simple
    case 'access':
      return costs.access
    case 'br_table':
      return costs.branchTable
    case 'call':
      return costs.call
    case 'simple':
      if (step.name === 'unreachable' || step.name === 'drop') return costs.free
      if (step.name === 'memory.grow') return costs.grow
      return step.name === 'memory.fill' || step.name === 'memory.copy' ? costs.bulk : costs.simple
    default:
      return costs.simple
  }
}
