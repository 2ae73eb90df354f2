import { Decision } from './decision'
import { Writer } from './writer'

// The profile has no `free`: a world gives every call a fresh or reset instance. Where a host keeps one instead, the heap
// starts anew with the first `alloc` after an answer, so that memory stays where it was and every call finds the same.

/** Where the heap begins above what the module's own constants took; 0 before the first call. */
let ground: usize = 0
let isAnswered = false

/** Gives the host room for the input of the next call. */
export function alloc(length: i32): i32 {
  if (length <= 0) return 0
  if (isAnswered) {
    heap.reset()
    heap.alloc(ground - heap.alloc(0))
    isAnswered = false
  } else if (ground == 0) ground = heap.alloc(0)
  return <i32>heap.alloc(length)
}

/** What a module says to a call. An answer that was given nothing says "nothing to do". */
export class Answer {
  private state: Writer | null = null
  private emits: Writer = new Writer()
  private emitCount: i32 = 0
  private effects: Writer = new Writer()
  private effectCount: i32 = 0

  /** What the module wants to know at its next call, in place of what it knew. */
  remember(state: Writer): this {
    this.state = state
    return this
  }

  /** Tells the world something. */
  emit(kind: string, payload: Writer): this {
    this.emits.map(2).string('kind').string(kind).string('payload').item(payload)
    this.emitCount += 1
    return this
  }

  /** Asks for something outside of the world, by a capability that the module's manifest requires. */
  ask(kind: string, params: Writer, capability: string): this {
    this.effects.map(3).string('kind').string(kind).string('params').item(params)
    this.effects.string('cap_ref').string(capability)
    this.effectCount += 1
    return this
  }

  /** Says yes, no or "rather this" to the action of the call. */
  decide(decision: Decision): this {
    const payload = new Writer()
    decision.write(payload)
    return this.emit('rule.decision', payload)
  }

  /** The answer where the host finds it: address in the low 32 bits, length in the high ones. */
  send(): i64 {
    const state = this.state
    const output = new Writer(1024)
    output.map(4).string('new_state')
    if (state === null) output.null()
    else output.bytes(state)
    output.string('effects').array(this.effectCount).item(this.effects)
    output.string('emits').array(this.emitCount).item(this.emits)
    output.string('output_bytes').uint(0)
    isAnswered = true
    return <i64>((<u64>output.size << 32) | <u64>output.pointer)
  }
}
