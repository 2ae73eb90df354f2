import type { Fault } from '../../kernel/base/fault.ts'
import type { Head } from '../../kernel/journal/path.ts'
import type { IndexEntry } from './shapes.ts'

/** What a file says of a world before its frames come. All of it is bound to the root by hashes. */
export interface OrreryWorld {
  readonly name: string
  /** Hash of frame 0. */
  readonly genesis: Uint8Array
  readonly branches: readonly OrreryBranch[]
}

export interface OrreryBranch {
  readonly name: string
  readonly head: Head
  readonly segments: readonly IndexEntry[]
}

/** Frames that hold: canonical, chained, and covered by the hash of their block. */
export interface OrrerySegment {
  readonly kind: 'segment'
  /** The first branch that holds it; later ones name the same digest in their index. */
  readonly branch: string
  readonly digest: string
  readonly bytes: Uint8Array
  readonly first: number
  readonly firstEvent: number
  /** The last frame. */
  readonly head: Head
  /** Views of `bytes`. */
  readonly frames: readonly Uint8Array[]
  /** Digests of the blobs that these frames name. */
  readonly refs: readonly string[]
  /** Of each frame; 0 = not claimed. */
  readonly claimedAtMs: Float64Array
  /** False for the open end of a branch. */
  readonly isClosed: boolean
}

export type OrreryItem =
  | { readonly kind: 'world'; readonly world: OrreryWorld }
  /** Data beside the journal, such as a stored index. Whole, but nothing says that it is true. */
  | { readonly kind: 'side'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'blob'; readonly digest: string; readonly bytes: Uint8Array }
  | OrrerySegment
  /**
   * Frames of a damaged segment that come before the damage. The file then ends with a fault. As with a segment, later
   * branches may share it and name its digest.
   */
  | {
      readonly kind: 'partial'
      readonly branch: string
      readonly digest: string
      readonly first: number
      readonly frames: readonly Uint8Array[]
    }
  /** All frames of a branch hold. */
  | { readonly kind: 'branch'; readonly name: string; readonly head: Head }
  | { readonly kind: 'end'; readonly bytes: number }
  /** `verifiedFrames` counts from genesis along `branch`; they were given before, in order. */
  | {
      readonly kind: 'fault'
      readonly fault: Fault
      readonly branch?: string
      readonly verifiedFrames: number
    }
