// Limits on modules that others made. Each is checked before what it guards is allocated, and each lies below the limits that
// every engine has for itself (WebAssembly JavaScript Interface, "Implementation-defined Limits"), so that what is accepted here
// also compiles.

/** Bytes of a module before anything in it is read. Source: kernel contract K10. */
export const MODULE_BYTES_MAX = 4 * 1024 * 1024

/** Bytes that an instrumented module may have: metering doubles an ordinary one; this stops one made of stores alone. */
export const OUTPUT_BYTES_MAX = 16 * 1024 * 1024

/** Bytes of one instrumented function body: what engines compile. */
export const BODY_BYTES_MAX = 7_654_321

/** Function types. The largest module measured (spec A §10.1) has 29. */
export const TYPES_MAX = 10_000

/** Functions, imported ones included. The largest module measured has 762. */
export const FUNCTIONS_MAX = 100_000

/** Globals. */
export const GLOBALS_MAX = 10_000

/** Imports and exports, each. */
export const NAMES_MAX = 10_000

/** Bytes of one name. */
export const NAME_BYTES_MAX = 1024

/** Data and element segments, each. */
export const SEGMENTS_MAX = 50_000

/** Rows of a table: also what a host must allocate for it. */
export const TABLE_ROWS_MAX = 65_536

/** Parameters of a function or block. Every call and block is checked against its types, so this bounds the time of an analysis. */
export const PARAMS_MAX = 64

/** Results of a function or block; see {@link PARAMS_MAX}. */
export const RESULTS_MAX = 16

/** Blocks open at once. A compiled `switch` nests one for each case. */
export const BLOCK_DEPTH_MAX = 4096

/** Targets of one `br_table`: what engines compile. */
export const BRANCH_TARGETS_MAX = 65_520

/** Slots that each call has besides parameters, locals and operands: the engine's own frame. Source: K7. */
export const STACK_SLOTS_CALL = 16

/** Slots of one function; above it the function is refused. Source: K7. */
export const STACK_SLOTS_FUNCTION_MAX = 8192

/** Slots of all calls in progress: what the smallest engine stack carries (a Chromium worker, K7). The executor sets it before each call. */
export const STACK_SLOTS_MAX = 32_768

/** Pages that 32 bits can address. */
export const ADDRESSABLE_PAGES = 65_536
