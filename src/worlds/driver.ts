import type { ActionInput } from '../kernel/world/world.ts'

/**
 * Makes a world's people act. It lives outside the kernel; what it submits is recorded like anybody's actions.
 *
 * **Contract.** `actionsFor(tick)` depends on nothing but the world's seed, its options and the tick: not on the state,
 * not on earlier calls, not on time or chance. So a driver remembers nothing that a journal would have to hold: whoever
 * reopens a world in the middle of a tick asks for that tick again, and the kernel knows by their keys which actions it
 * took already. Caches are allowed, memory is not.
 *
 * Keys are `t<tick>-<n>-<agent>`, n counting the tick's actions, so no two actions of a world share one.
 */
export interface Driver {
  /**
   * The actions of one tick in order, for submission after its `tick` action. Tick 0, the genesis, has none.
   * An action is the caller's to keep; the iterator is used once.
   */
  actionsFor(tick: number): Iterable<ActionInput>
}

/** The key of a driver's action. */
export function driverKey(tick: number, ordinal: number, agentId: string): string {
  return `t${tick}-${ordinal}-${agentId}`
}
