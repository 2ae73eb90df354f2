import type { RoutingLimited } from '../routing-generations.ts'
import type { FakeEvent, FakeModules } from './fake-modules.ts'

/** K6, point 6, sentence by sentence: one list of all pairs of event and module, sorted once for calling and once for what came of it. */
export function naiveRoute(fake: FakeModules, kinds: readonly string[]): RoutingLimited | undefined {
  const gone = new Set<string>()
  const pairsOf = (events: readonly FakeEvent[]) =>
    events.flatMap((event) =>
      fake
        .recipientsOf(event)
        .filter(({ moduleId }) => !gone.has(moduleId))
        .map((recipient) => ({ event, recipient, outputs: [] as readonly string[] })),
    )
  const eventCount = (pairs: readonly { event: FakeEvent }[]) =>
    new Set(pairs.map(({ event }) => event.id)).size

  let pairs = pairsOf(fake.begin(kinds))
  let told = 0
  let depth = 0
  let limited: RoutingLimited | undefined
  while (pairs.length > 0) {
    const allowed = depth >= 4 ? 0 : 1024 - told
    const toTell = new Set([...new Set(pairs.map(({ event }) => event.id))].slice(0, allowed))
    const dropped = eventCount(pairs) - toTell.size
    if (dropped > 0) limited = { depth: limited?.depth ?? depth, dropped: (limited?.dropped ?? 0) + dropped }
    pairs = pairs.filter(({ event }) => toTell.has(event.id))
    if (pairs.length === 0) break

    const byModule = pairs.toSorted((a, b) => (key(a, 'module') < key(b, 'module') ? -1 : 1))
    for (let from = 0; from < byModule.length; ) {
      const moduleId = byModule[from]?.recipient.moduleId ?? ''
      const batch = byModule
        .slice(from, from + fake.batchMax(moduleId))
        .filter(({ recipient }) => recipient.moduleId === moduleId)
      from += batch.length
      if (gone.has(moduleId)) continue
      const together = fake.call(moduleId, batch)
      if (together.type === 'quarantined') gone.add(moduleId)
      for (const [index, pair] of batch.entries()) {
        if (gone.has(moduleId)) break
        const alone = together.type === 'failed' && batch.length > 1 ? fake.call(moduleId, [pair]) : undefined
        if (alone?.type === 'quarantined') gone.add(moduleId)
        if (alone?.type === 'answered') pair.outputs = alone.outputs[0] ?? []
        if (together.type === 'answered') pair.outputs = together.outputs[index] ?? []
      }
    }
    const byEvent = byModule.toSorted((a, b) => (key(a, 'event') < key(b, 'event') ? -1 : 1))
    told += toTell.size
    depth += 1
    pairs = pairsOf(fake.settle(byEvent))
  }
  return limited
}

function key(
  { event, recipient }: { event: FakeEvent; recipient: { moduleId: string } },
  first: 'event' | 'module',
): string {
  const id = String(event.id).padStart(8, '0')
  return first === 'event' ? `${id} ${recipient.moduleId}` : `${recipient.moduleId} ${id}`
}
