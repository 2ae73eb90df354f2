/** One recorded frame against the kernel: the same action is executed again and must give the same bytes (K8). */
import { InvariantViolation } from '../base/assert.ts'
import { fault, type Fault } from '../base/fault.ts'
import { compareBytes } from '../base/order.ts'
import { digestAllInto, type Sha256 } from '../codec/sha256.ts'
import type { Action, Frame, FrameRecord } from '../journal/frame.ts'
import { parseManifest } from '../manifest/shape.ts'
import { queue } from '../packs/core/collections.ts'
import { executeAction, executeDerived, takeBack, type ExecutedFrame } from '../world/decide.ts'
import { createWorld } from '../world/genesis.ts'
import type { World, WorldPorts } from '../world/world.ts'
import type { ValueMap } from '../codec/value.ts'
import type { ChainedFrame } from './chain.ts'
import { describeValue, firstFrameDifference } from './diff.ts'

/** Hashing that knows the answer for the frame that is expected: bytes that are equal are not hashed twice. */
export class ExpectingSha256 implements Sha256 {
  expected: ChainedFrame | undefined
  private readonly inner: Sha256

  constructor(inner: Sha256) {
    this.inner = inner
  }

  digest(bytes: Uint8Array): Uint8Array {
    const { expected } = this
    if (expected !== undefined && compareBytes(bytes, expected.bytes) === 0) return expected.hash
    return this.inner.digest(bytes)
  }

  digestAll(blocks: readonly Uint8Array[]): Uint8Array[] {
    return this.inner.digestAll(blocks)
  }

  digestAllInto(blocks: readonly Uint8Array[], targets: readonly Uint8Array[]): void {
    digestAllInto(this.inner, blocks, targets)
  }
}

/** `replay.divergence` at the first part in which what the kernel makes differs from what was recorded. */
function divergenceOf(made: Frame, recorded: Frame): Fault {
  const difference = firstFrameDifference(made, recorded)
  return fault('replay.divergence', {
    seq: recorded.seq,
    path: difference?.path ?? '',
    expected: describeValue(difference?.a),
    actual: describeValue(difference?.b),
  })
}

const diverges = (seq: number, path: string, expected: string, actual: string): Fault =>
  fault('replay.divergence', { seq, path, expected, actual })

/**
 * Executes the recorded action on a world that stands just before it. Equal bytes: the world then stands behind the
 * frame. Anything else is a located fault, and the world stands where it stood.
 */
export function reexecute(world: World, recorded: FrameRecord): Fault | undefined {
  const { frame } = recorded
  const { seq, action } = frame
  const before = world.head
  const isDue = world.state.size(queue.name) > 0
  if (isDue !== (action.origin === 'derived')) {
    return diverges(seq, 'action/origin', isDue ? 'derived' : 'input', action.origin)
  }
  try {
    const made = isDue ? executeDerived(world) : undefined
    const result = made === undefined ? executeAction(world, action) : { ok: true as const, value: made }
    if (!result.ok) {
      const { path, reason } = result.fault
      const place = path === undefined ? 'action' : `action/${path}`
      return fault('replay.divergence', {
        seq,
        path: place,
        expected: 'refused',
        ...(reason === undefined ? {} : { reason }),
      })
    }
    if (compareBytes(result.value.hash, recorded.hash) === 0) return undefined
    takeBack(world, result.value, before)
    return divergenceOf(result.value.frame, frame)
  } catch (error) {
    if (!(error instanceof InvariantViolation)) throw error
    // The kernel would have halted here: no such frame can come out of it.
    world.recorder.rollbackTo(0)
    return fault('replay.divergence', { seq, path: error.where?.path ?? 'action', reason: 'halts' })
  }
}

/**
 * The quick way: executes an action that was read from bytes that nobody checked. Equal bytes prove everything about
 * them, and the world then stands behind the frame. Otherwise undefined, and the world stands where it stood.
 */
export function reproduce(world: World, action: Action, recorded: ChainedFrame): ExecutedFrame | undefined {
  const before = world.head
  const isDue = world.state.size(queue.name) > 0
  if (isDue !== (action.origin === 'derived')) return undefined
  try {
    const made = isDue ? executeDerived(world) : undefined
    const result = made === undefined ? executeAction(world, action) : { ok: true as const, value: made }
    if (!result.ok) return undefined
    if (compareBytes(result.value.hash, recorded.hash) === 0) return result.value
    takeBack(world, result.value, before)
    return undefined
  } catch (error) {
    if (!(error instanceof InvariantViolation)) throw error
    world.recorder.rollbackTo(0)
    return undefined
  }
}

/** Makes frame 0 again from its own action and initial events. */
export function reexecuteGenesis(recorded: FrameRecord, ports: WorldPorts): Fault | undefined {
  const { frame } = recorded
  const { scenario, seed, tickMs, config, manifest } = frame.action.payload
  const parsed = parseManifest(manifest)
  const isReadable =
    typeof scenario === 'string' && typeof seed === 'number' && typeof tickMs === 'number' && parsed.ok
  if (!isReadable) return diverges(0, 'action/payload', 'a genesis', 'another payload')
  const made = createWorld(
    {
      scenario,
      seed,
      tickMs,
      config: config as ValueMap,
      manifest: parsed.value,
      events: frame.events.slice(2),
    },
    ports,
  )
  if (!made.ok) return diverges(0, made.fault.path ?? 'action', 'a genesis', made.fault.kind)
  if (compareBytes(made.value.frame.bytes, recorded.bytes) === 0) return undefined
  return divergenceOf(made.value.frame.frame, frame)
}
