// Every limit of the kernel and of the file format: value, unit, reason, source.
// A limit that decides whether a frame exists is part of the semantics; changing it needs a new semantics number.

/** Rows of `due` that one tick frame makes ready; what is left waits for the next tick. Rows: 256 × 8 KiB stay within a frame. */
export const DUE_ROWS_MAX = 256

/** Canonical bytes of the payload of a scheduled action. */
export const SCHEDULED_PAYLOAD_BYTES_MAX = 8 * 1024

/** Bytes of one canonical frame. Bounds what one commit writes and what a reader must hold. Source: kernel contract K2. */
export const FRAME_BYTES_MAX = 4 * 1024 * 1024

/** Events in one frame. Bounds the fold of one commit; a fan-out beyond it belongs in several actions. Source: K2. */
export const FRAME_EVENTS_MAX = 65_536

/** Canonical bytes of one action. Larger values travel as blobs and are named by a link. Source: K2. */
export const ACTION_BYTES_MAX = 256 * 1024

/**
 * Bytes of frames at which a segment closes, counted after the frame that reaches it.
 * Writes cost by the commit, not by the byte; 128–256 KiB was the measured knee. Sources: K2, spec F §2.
 */
export const SEGMENT_BYTES_CLOSE = 262_144

/**
 * Nodes, and bytes of texts and byte strings, that one validation looks at in free values, lists and maps. What is
 * small in memory can be without end when it is walked: one list that names another a thousand times, which does the
 * same. A node takes a byte of a frame at least, so nothing that fits a frame is refused by this. Source: K1, K2.
 */
export const CHECKED_WEIGHT_MAX = 4 * 1024 * 1024

/** Nested arrays and maps in one value. Keeps a recursive reader far from the smallest engine stack. Source: K1. */
export const DEPTH_MAX = 64

/** Code units of an ordered id. Bounds keys of the state tree and index rows. Source: K1. */
export const ID_LENGTH_MAX = 128

/**
 * Centimetres from the origin on each axis (about 168 km). The squares of three differences sum to at most 3 × 2^50,
 * which a double holds exactly. Source: K1.
 */
export const COORDINATE_MAX = 2 ** 24

/** Frames between two seals that no boundary action asked for: a seal stands where `seq mod 1024 = 1023`. Source: K2. */
export const SEAL_INTERVAL = 1024

/** Bytes of `[key, record]` pairs up to which a subtree of the state tree is one leaf. Source: K4. */
export const LEAF_BYTES_MAX = 2048

/**
 * Earlier states that a verification keeps at once for rollbacks to come. Each costs the memory of a record map; a
 * recording that interleaves more rollbacks than this is judged intact and not reproduced. Source: K10.
 */
export const ROLLBACK_STATES_MAX = 64

/** Limits on files that others made; each is checked before the memory it guards is allocated. Source: K10. */
export const FILE_LIMITS = {
  /** Inflated bytes per stored byte, counted while inflating: a bomb stops early. */
  expansionRatioMax: 200,
  /** Bytes of a CAR header: a root and a version need fewer than 100. */
  headerBytesMax: 64 * 1024,
  /** Bytes of one varint: 8 hold every length a double can count. */
  varintBytesMax: 8,
  /** Bytes of one block: the largest segment is one frame beyond its closing mark. */
  blockBytesMax: 8 * 1024 * 1024,
  /** Links in one block: bounds the fan-out of a walk. */
  linksPerBlockMax: 4096,
} as const
