export const DRIVER_ACTOR = 'driver:swarm'

/** What one frame of genesis holds with room to spare: an agent takes about 110 bytes of 4 MiB. */
export const GENESIS_AGENTS_MAX = 32_768

/** `a00042`: of one length, so that the order of ids is the order of numbers. */
export function agentName(agent: number): string {
  return `a${String(agent).padStart(5, '0')}`
}
