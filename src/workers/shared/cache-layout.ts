/** Raised when something in the cache of a world is laid out in another way; older caches are then dropped. */
export const CACHE_FORMAT = 1

/** Kinds of what is kept there. The replay worker writes them; the world worker opens from its keyframes. */
export const CACHE_KINDS = {
  columns: 'columns',
  covered: 'covered',
  facts: 'facts',
  keyframes: 'keyframe',
  packs: 'pack',
} as const
