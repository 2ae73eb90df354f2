/** A place in the journal: after `k` events of frame `seq`. */
export interface Place {
  readonly seq: number
  readonly k: number
}
