// Bounds on what a manifest may ask of the router. Each decides which frames exist, so a change is a new semantics number.

/** Rules of one filter, `all` and `any` of both documents together. A rule is looked at for every message of a kind. */
export const FILTER_RULES_MAX = 64

/** Code units of a JSON Pointer. */
export const POINTER_LENGTH_MAX = 512

/** Steps of a JSON Pointer: payloads nest 16 deep, below at most three levels of envelope. */
export const POINTER_DEPTH_MAX = 24

/** Code units of the pattern of an `re` rule. */
export const PATTERN_LENGTH_MAX = 256

/**
 * Instructions of a compiled pattern. Time to search is linear in the text, with a factor that grows with them: ordinary
 * patterns look through the largest text that fits an action in 50 ms, the worst that was found in 2 s.
 */
export const PATTERN_INSTRUCTIONS_MAX = 512

/** Kinds that one subscription names. */
export const SUBSCRIPTION_KINDS_MAX = 64

/** Pointers that together name a shard. Source: kernel contract K7. */
export const SHARD_POINTERS_MAX = 4

/** Characters of a shard’s name: with a module’s id and `/` they are a record key. What would be longer is named by its hash. */
export const SHARD_LENGTH_MAX = 64

/** Generations of events that are told to modules in one frame. Source: kernel contract K6. */
export const GENERATIONS_MAX = 4

/** Events that are told to modules in one frame. Source: kernel contract K6. */
export const ROUTED_EVENTS_MAX = 1024
