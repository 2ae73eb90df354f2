import { ID_LENGTH_MAX } from '../../base/limits.ts'
import { SHARD_LENGTH_MAX } from './routing-limits.ts'

// Limits on what a manifest may say and ask for. They decide whether a change is rejected, so they are part of the semantics.

/**
 * Code units of a module's id: 63. With a `/` and the longest version, or the longest name of a shard, it is still a record
 * key, which is how versions and shards of a module are keyed.
 */
export const MODULE_ID_LENGTH_MAX = ID_LENGTH_MAX - 1 - SHARD_LENGTH_MAX

/** Code units of a version; see {@link MODULE_ID_LENGTH_MAX}. */
export const VERSION_LENGTH_MAX = 64

/** Modules in one section of a change set: every one of them is an event of the frame that applies it. */
export const CHANGES_MAX = 256

/** Subscriptions, exports and capabilities of a manifest: ten times the most that is known. */
export const MANIFEST_LIST_MAX = 64

/** Bytes of a module's name for people, and of a reason. */
export const NAME_LENGTH_MAX = 128

/** Failures in a row after which a version of a module is not asked again until somebody activates it anew. */
export const QUARANTINE_FAILURES = 3

/** What a module may ask for at most, by the name of the limit in its manifest (spec A §5.1, §5.13). */
export const MODULE_LIMITS_MAX = {
  /** The model's executor allows as much. */
  max_mem_bytes: 64 * 1024 * 1024,
  /** Ten times the model's executor: some tenths of a second, which a person still waits for. */
  max_gas: 100_000_000,
  /** Calls a tick: ten actions of each of 10,000 agents. */
  max_call_rate: 100_000,
  /** Half of it would still fit a frame with everything else. */
  max_output_bytes: 1024 * 1024,
  /** As many events are routed in a frame at most (K6). */
  max_effects: 1024,
  max_emits: 1024,
  /** Bytes of one shard; a call that writes all of it fits a frame. Source: K4. */
  max_state_bytes: 1024 * 1024,
} as const
