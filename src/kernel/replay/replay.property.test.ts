import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Frame, FrameRecord } from '../journal/frame.ts'
import { decodeFrame } from '../journal/frame-decode.ts'
import { rootHex, runTrial, stepsUpTo, tries } from '../testing/property.ts'
import type { Trial } from '../testing/trial.ts'
import { executeAction, executeDerived } from '../world/decide.ts'
import { openGenesis } from '../world/genesis.ts'
import { applyRecorded, openWorld, rootOf, type World, type WorldPorts } from '../world/world.ts'
import { bytesToHex } from '../base/order.ts'
import { encodeFoldPack, parseFoldPack } from './fold-pack.ts'
import { encodeKeyframe, parseKeyframe } from './keyframe.ts'
import { Playback } from './playback.ts'
import { rollbackTargetsOf } from './rollback-points.ts'
import { Verifier } from './verify.ts'

/** Frames as a reader has them: decoded from their bytes. */
function decoded(record: FrameRecord): Frame {
  const frame = decodeFrame(record.bytes)
  if (!frame.ok) throw new Error(JSON.stringify(frame.fault))
  return frame.value
}

function playbackOf(trial: Trial): Playback {
  const playback = new Playback({ blobs: trial.ports.blobs ?? (() => undefined) })
  playback.load()
  return playback
}

/** Throws on a fault; what these tests do holds by itself. */
function valueOf<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: unknown },
): T {
  if (!result.ok) throw new Error(JSON.stringify(result.fault))
  return result.value
}

/** Runs the rest of a recording on a world: inputs as recorded, derived frames made again. */
function goOn(world: World, rest: readonly FrameRecord[]): void {
  for (const { frame } of rest) {
    if (frame.action.origin === 'derived') executeDerived(world)
    else valueOf(executeAction(world, frame.action))
  }
}

/** A keyframe of a recording at the end of a frame, through its bytes. */
function keyframeAt(trial: Trial, seq: number) {
  const playback = playbackOf(trial)
  valueOf(playback.fold(trial.frames.slice(0, seq + 1).map(decoded)))
  const { state, position } = playback
  return valueOf(parseKeyframe(encodeKeyframe({ state, head: trial.headAt(seq), events: position.events })))
}

const cutOf = (trial: Trial, share: number): number => Math.floor(share * (trial.frames.length - 1))
const share = fc.double({ min: 0, max: 1, noNaN: true })

test('a world reopened anywhere, from frames or from a keyframe and a tail, goes on to the same bytes', () => {
  fc.assert(
    fc.property(stepsUpTo(60), share, share, (steps, cutShare, keyShare) => {
      const trial = runTrial(steps)
      const cut = cutOf(trial, cutShare)
      const first = trial.record(0)
      const key = Math.floor(keyShare * cut)
      const reopened = [
        (ports: WorldPorts) => {
          const world = valueOf(openGenesis({ ...first, frame: decoded(first) }, ports))
          for (const record of trial.frames.slice(1, cut + 1))
            valueOf(applyRecorded(world, { ...record, frame: decoded(record) }))
          return world
        },
        (ports: WorldPorts) => {
          const world = openWorld({ ...keyframeAt(trial, key), genesis: first.hash }, ports)
          for (const record of trial.frames.slice(key + 1, cut + 1)) valueOf(applyRecorded(world, record))
          return world
        },
      ]
      for (const open of reopened) {
        const world: World = open(trial.portsFor(() => world))
        goOn(world, trial.frames.slice(cut + 1))
        expect(bytesToHex(world.head.hash)).toBe(bytesToHex(trial.headAt(trial.frames.length - 1).hash))
        expect(bytesToHex(rootOf(world))).toBe(rootHex(world.state))
      }
    }),
    tries(60),
  )
})

test('folding frames, bytes, packs and keyframe with tail give one state', () => {
  fc.assert(
    fc.property(stepsUpTo(80), share, share, (steps, cutShare, endShare) => {
      const trial = runTrial(steps)
      const frames = trial.frames.map(decoded)
      const end = cutOf(trial, endShare)
      const cut = Math.floor(cutShare * end)
      const stepwise = playbackOf(trial)
      for (const frame of frames.slice(0, end + 1)) valueOf(stepwise.applyFrame(frame))
      const expected = rootHex(stepwise.state)

      const byFrames = playbackOf(trial)
      valueOf(byFrames.fold(frames.slice(0, end + 1)))
      const byBytes = playbackOf(trial)
      const slices = trial.frames.map(({ bytes }) => ({ bytes, offset: 0, end: bytes.length }))
      valueOf(byBytes.foldBytes(slices.slice(0, cut)))
      valueOf(byBytes.foldBytes(slices.slice(cut, end + 1)))
      const byPack = playbackOf(trial)
      const pack = valueOf(parseFoldPack(encodeFoldPack(frames)))
      if (cut > 0) valueOf(byPack.foldPack(pack, cut - 1))
      valueOf(byPack.foldPack(pack, end))
      const byKeyframe = playbackOf(trial)
      byKeyframe.load(keyframeAt(trial, cut))
      if (end > cut)
        valueOf(byKeyframe.foldPack(valueOf(parseFoldPack(encodeFoldPack(frames.slice(cut + 1)))), end))

      for (const playback of [byFrames, byBytes, byPack, byKeyframe]) {
        expect(playback.position).toEqual(stepwise.position)
        expect(rootHex(playback.state)).toBe(expected)
      }
    }),
    tries(80),
  )
})

test('every boundary is the replay of its prefix, and every step back undoes its step forward', () => {
  fc.assert(
    fc.property(stepsUpTo(40), fc.array(fc.tuple(share, fc.nat(6)), { maxLength: 12 }), (steps, targets) => {
      const trial = runTrial(steps)
      const frames = trial.frames.map(decoded)
      const frameAt = (seq: number): Frame | undefined => frames[seq]
      const playback = playbackOf(trial)
      valueOf(playback.applyFrame(frames[0] as Frame))
      const roots = new Map<string, string>()
      const nameOf = ({ seq, k }: { readonly seq: number; readonly k: number }): string => `${seq}/${k}`
      const passed = [playback.position]
      roots.set(nameOf(playback.position), rootHex(playback.state))
      while (playback.frameNeeded < frames.length) {
        valueOf(playback.stepForward(frames[playback.frameNeeded] as Frame, 'event'))
        passed.push(playback.position)
        roots.set(nameOf(playback.position), rootHex(playback.state))
      }
      for (const position of passed.toReversed().slice(1)) {
        expect(playback.stepBack('event')).toEqual(position)
        expect(rootHex(playback.state)).toBe(roots.get(nameOf(position)))
      }
      for (const [seqShare, k] of targets) {
        const seq = cutOf(trial, seqShare)
        expect(valueOf(playback.moveTo({ seq, k }, frameAt))).toBe(true)
        const fresh = playbackOf(trial)
        valueOf(fresh.fold(frames.slice(0, seq)))
        expect(valueOf(fresh.moveTo({ seq, k }, frameAt))).toBe(true)
        expect(playback.position).toEqual(fresh.position)
        expect(rootHex(playback.state)).toBe(rootHex(fresh.state))
      }
    }),
    tries(30),
  )
})

test('what the kernel recorded is intact, authentic and reproduced', () => {
  fc.assert(
    fc.property(stepsUpTo(120), (steps) => {
      const trial = runTrial(steps)
      const bytes = trial.frames.map((record) => record.bytes)
      for (const intactOnly of [false, true]) {
        const verifier = new Verifier({
          ports: trial.ports,
          intactOnly,
          rollbackTargets: rollbackTargetsOf(bytes),
        })
        for (const each of bytes) expect(verifier.push(each)).toBeUndefined()
        const report = verifier.finish(trial.world.head.hash)
        expect(report.fault).toBeUndefined()
        expect(report).toEqual({
          ok: true,
          frames: bytes.length,
          events: trial.world.head.nextEvent - 1,
          headHash: bytesToHex(trial.world.head.hash),
          stateRoot: bytesToHex(rootOf(trial.world)),
          seals: { intact: true, authentic: !intactOnly, reproduced: !intactOnly },
        })
      }
    }),
    tries(60),
  )
})
