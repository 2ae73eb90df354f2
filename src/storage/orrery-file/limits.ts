// Limits of the file format beside those of kernel/base/limits.ts: value, unit, reason.

/** Version of the file, in its root. A reader refuses a greater one and reads every smaller one. */
export const FILE_VERSION = 1

/** Entries of one index block. Each names a segment and its wall times: two links, and `linksPerBlockMax` is 4,096. */
export const ENTRIES_PER_INDEX = 2048

/**
 * Bytes of a block that is decoded as a whole: root, world, branch, index, wall times. A full index block has some
 * 400 KiB. Smaller than other blocks, as a decoded value takes many times the memory of its bytes.
 */
export const STRUCTURE_BYTES_MAX = 1024 * 1024

/** Branches of one file. Importing compares each with each. */
export const BRANCHES_MAX = 256

/** Blobs of one file. Their digests are kept while reading, to tell which no frame names. */
export const BLOBS_MAX = 65_536

/** Code units of a world's name. It is shown, never ordered and never a key. */
export const NAME_LENGTH_MAX = 256

/** Side blocks of one file: derived or personal data beside the journal, such as a stored index or bookmarks. */
export const SIDES_MAX = 64
