/** Where a path of frames ends: what the next frame must continue. */
export interface Head {
  readonly seq: number
  /** Hash of frame `seq`, 32 bytes. */
  readonly hash: Uint8Array
  /** World tick after the frame. */
  readonly time: number
  /** Id that the next event gets. */
  readonly nextEvent: number
}

/** Where a branch leaves its parent. */
export interface BranchFork {
  readonly branch: string
  /** The last frame that both share. */
  readonly at: Head
}

/** A named head. Forking makes a new one on an existing frame; frames are never rewritten. */
export interface Branch {
  readonly name: string
  readonly head: Head
  /** Absent for the branch that begins at genesis. */
  readonly forkOf?: BranchFork
}
