import fc from 'fast-check'
import { linkOf } from '../codec/link.ts'
import type { Value, ValueMap } from '../codec/value.ts'
import { areRefsAscending, type Action, type Frame, VIAS, type WorldEvent } from '../journal/frame.ts'
import { mapOf } from './map-of.ts'

const MAX = Number.MAX_SAFE_INTEGER

/** Safe integers with the edges of every length of an argument. */
const safeInt: fc.Arbitrary<number> = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -300, max: 300 }),
  fc
    .constantFrom(0, 23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, MAX)
    .chain((n) => fc.constantFrom(n, -1 - (n === MAX ? n - 1 : n))),
)

/** Finite doubles that are no integers. */
const fraction: fc.Arbitrary<number> = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .filter((n) => !Number.isInteger(n))

/** Well-formed text: ASCII of all lengths of a header, and everything Unicode has. */
const wellFormedText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme-ascii', maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(23, 24, 28, 29, 255, 256, 2100).map((length) => 'k'.repeat(length)),
  fc.constantFrom('\u{7f}', '\u{80}', '\u{7ff}', '\u{800}', '\u{ffff}', '\u{10000}', '\u{10ffff}'),
)

/** Keys that a careless map would take for something else. */
const trickyKey: fc.Arbitrary<string> = fc.constantFrom(
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  '/',
  '0',
  '10',
  'a',
  'aa',
  'é',
  'z',
  '\u{ffff}',
  '\u{1f600}',
)

/** Everything that may be hashed, up to a dozen levels. */
export const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value; map: ValueMap }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.constantFrom(null, true, false),
    safeInt,
    fraction,
    wellFormedText,
    fc.uint8Array({ maxLength: 60 }),
    fc
      .tuple(
        fc.constantFrom('dag-cbor' as const, 'raw' as const),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
      )
      .map(([codec, digest]) => linkOf(codec, digest)),
    fc.array(tie('value'), { maxLength: 6 }),
    tie('map'),
  ),
  map: fc
    .uniqueArray(fc.tuple(fc.oneof(wellFormedText, trickyKey), tie('value')), {
      maxLength: 6,
      selector: ([key]) => key,
    })
    .map((entries) => mapOf(entries)),
})).value

/** Parts that make any value around them refused. */
export const refused: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  -0,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  MAX + 1,
  -MAX - 1,
  1e300,
  '\ud800',
  'a\udc00b',
  '\udc00\ud800',
  undefined,
  () => 1,
  Symbol('s'),
  10n,
  new Date(0),
  new Map([['a', 1]]),
  new Set([1]),
  new Uint16Array(2),
  new (class Point {
    x = 1
  })(),
  Object.assign([1], { 2: 'behind a hole' }),
  { a: undefined },
  { '\ud800': 1 },
)

const id = fc.constantFrom('agent-1', 'driver:demo', 'host', 'm1.rule.move', 'a/b', 'agents')
const digest = fc.uint8Array({ minLength: 32, maxLength: 32 })
const payload: fc.Arbitrary<ValueMap> = fc.dictionary(fc.constantFrom('agent_id', 'to', 'n', 'x_cm'), value, {
  maxKeys: 4,
  noNullPrototype: true,
})

const action = (firstEvent: number): fc.Arbitrary<Action> => {
  const common = {
    kind: id,
    v: fc.integer({ min: 1, max: 3 }),
    payload,
    actor: id,
    key: fc.stringMatching(/^[A-Za-z0-9._:-]{1,64}$/),
  }
  const cause = fc.integer({ min: 1, max: Math.max(1, firstEvent - 1) })
  const input = fc.record(
    {
      ...common,
      origin: fc.constant('input' as const),
      via: fc.constantFrom(...VIAS),
      auth: fc.record({ key: digest, sig: fc.uint8Array({ minLength: 64, maxLength: 64 }) }),
    },
    { requiredKeys: ['kind', 'v', 'payload', 'actor', 'key', 'origin'] },
  )
  const derived = fc.record({ ...common, origin: fc.constant('derived' as const), cause })
  return firstEvent === 1 ? input : fc.oneof(input, derived)
}

const eventsOf = (callCount: number): fc.Arbitrary<readonly WorldEvent[]> =>
  fc.array(
    fc.record(
      {
        kind: id,
        v: fc.integer({ min: 1, max: 300 }),
        payload,
        ...(callCount === 0 ? {} : { by: fc.nat({ max: callCount - 1 }) }),
      },
      { requiredKeys: ['kind', 'v', 'payload'] },
    ),
    { maxLength: 4 },
  )

/** Frames of every shape that the decoder accepts. */
export const frame: fc.Arbitrary<Frame> = fc
  .record({
    seq: fc.oneof(fc.constant(0), fc.nat(), fc.constant(2 ** 40)),
    firstEvent: fc.integer({ min: 1, max: 2 ** 40 }),
    calls: fc.array(payload, { maxLength: 2 }),
  })
  .chain(({ seq, firstEvent, calls }) =>
    fc.record(
      {
        v: fc.constant(1 as const),
        seq: fc.constant(seq),
        time: fc.nat(),
        parent: seq === 0 ? fc.constant(null) : digest,
        action: action(firstEvent),
        firstEvent: fc.constant(firstEvent),
        events: eventsOf(calls.length),
        ...(calls.length === 0 ? {} : { calls: fc.constant(calls) }),
        refs: fc
          .array(
            digest.map((bytes) => linkOf('raw', bytes)),
            { minLength: 1, maxLength: 3 },
          )
          .filter(areRefsAscending),
        seal: fc.record({ root: digest, manifest: digest }),
      },
      {
        requiredKeys: [
          'v',
          'seq',
          'time',
          'parent',
          'action',
          'firstEvent',
          'events',
          ...(calls.length === 0 ? [] : ['calls' as const]),
        ],
      },
    ),
  )

/** A frame as the plain value whose canonical bytes it has. */
export function plain(of: Frame): ValueMap {
  const { action: asked, events, seal, ...rest } = of
  return {
    ...rest,
    action: { ...asked },
    events: events.map((event) => ({ ...event })),
    ...(seal === undefined ? {} : { seal: { ...seal } }),
  }
}
