import fc from 'fast-check'
import { expect, test } from 'vitest'
import { laneNumber } from '../catalogue/lanes.ts'
import { CATALOGUE } from '../world/catalogue.ts'
import { runTrial, stepsUpTo, tries } from '../testing/property.ts'
import { JournalColumns } from './columns.ts'
import { appendColumns, encodeColumns } from './columns-cache.ts'
import { Whereabouts } from './whereabouts.ts'

test('columns from frames, from bytes and from the cache are the same, and say what the frames say', () => {
  fc.assert(
    fc.property(stepsUpTo(80), fc.double({ min: 0, max: 1, noNaN: true }), (steps, share) => {
      const trial = runTrial(steps)
      const [byFrame, byBytes, byCache] = [new JournalColumns(), new JournalColumns(), new JournalColumns()]
      for (const { frame, bytes } of trial.frames) {
        expect(byFrame.append(frame, bytes.length)).toMatchObject({ ok: true })
        // A frame is a slice of its segment.
        const padded = Uint8Array.from([0xff, 0xff, ...bytes, 0xff])
        expect(byBytes.appendBytes(padded, 2, padded.length - 1)).toMatchObject({ ok: true })
      }
      const { length } = trial.frames
      const cut = Math.floor(share * length)
      for (const [from, to] of [
        [0, cut],
        [cut, length],
      ] as const)
        expect(appendColumns(byCache, encodeColumns(byBytes, from, to))).toMatchObject({ ok: true })
      const whole = encodeColumns(byFrame, 0, length)
      expect(encodeColumns(byBytes, 0, length)).toEqual(whole)
      expect(encodeColumns(byCache, 0, length)).toEqual(whole)

      for (const { frame } of trial.frames) {
        expect(byBytes.timeOf(frame.seq)).toBe(frame.time)
        expect(byBytes.actionKindOf(frame.seq)).toBe(frame.action.kind)
        expect(byBytes.eventsIn(frame.seq)).toBe(frame.events.length)
        for (const [index, { kind, payload }] of frame.events.entries()) {
          const eventId = frame.firstEvent + index
          const definition = CATALOGUE.events.get(kind)
          const subjects = definition?.subjects(payload) ?? []
          const known = subjects.filter((id) => byBytes.directory.agentIndex(id) !== undefined)
          expect(byBytes.kindOf(eventId)).toBe(kind)
          expect(byBytes.laneOf(eventId) + 1).toBe(laneNumber(definition?.lane ?? 'module'))
          expect(byBytes.seqOfEvent(eventId)).toBe(frame.seq)
          expect(byBytes.subjectsOf(eventId).map((agent) => byBytes.directory.agents[agent]?.id)).toEqual(
            known,
          )
        }
      }
      const isRolledBack = byBytes.framesOfKind('rollback').length > 0
      const { movement, directory } = byCache
      const whereabouts = new Whereabouts(movement)
      whereabouts.moveTo(byCache.eventCount, directory.agents.length)
      for (const [id, { pos }] of isRolledBack ? [] : trial.world.state.entries('agents')) {
        const row = whereabouts.rowOf(directory.agentIndex(id) ?? -1)
        expect({ x_cm: movement.xOf(row), y_cm: movement.yOf(row) }).toEqual({
          x_cm: (pos as { readonly x_cm: number }).x_cm,
          y_cm: (pos as { readonly y_cm: number }).y_cm,
        })
      }
    }),
    tries(50),
  )
})
