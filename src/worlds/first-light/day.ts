import { distanceCm } from '../../kernel/base/ints.ts'
import type { Prf } from '../../kernel/base/prf.ts'
import type { ValueMap } from '../../kernel/codec/value.ts'
import { RESOURCE_KINDS, type ResourceKind } from '../../kernel/packs/space/collections.ts'
import { DAILY_STOCK, DAY_TICKS, PEOPLE, type Person } from './people.ts'
import { FIELD_AT } from './power.ts'
import type { Walks, Whereabouts } from './walks.ts'

/** An action before it has a key. */
export interface Deed {
  readonly kind: string
  readonly actor: string
  readonly payload: ValueMap
  /** Whose deed it is; part of the key. */
  readonly who: string
}

export const DRIVER_ACTOR = 'driver:first-light'

const SIGHT_CM = 1_200_000
const OBSERVES_ONE_IN = 3
const HARVEST_EVERY = 3
const ELECTRICITY_MAX = 100
const CENTIMETRES_PER_UNIT = 350_000
const TRADE_EVERY = 3
const DEAL_MAX = 6
/** One action in about forty is turned down; a third of all ticks has one. */
const MISSTEP_ONE_IN = 3
/** Nobody touches a stock after its owner closed the day. */
const CLOSING_TICKS = PEOPLE.length
/** Draws of one tick never reach those of the next. */
const DRAWS_PER_TICK = 256

/** Someone at one tick. */
interface Standing {
  readonly person: Person
  readonly now: Whereabouts
  readonly before: Whereabouts
}

/**
 * One day of First Light, tick by tick. Everything that moves a stock is known here, and at its end each stock is brought
 * back to what it was at its beginning: so the day depends on no other day, and what is affordable is known exactly.
 */
export function planDay(prf: Prf, walks: Walks, day: number): readonly (readonly Deed[])[] {
  const books = new Books()
  return Array.from({ length: DAY_TICKS }, (_, index) => {
    const tick = day * DAY_TICKS + index + 1
    return new TickPlan({ prf, walks, books, tick, index }).deeds()
  })
}

/** Who owns how much during a day. */
class Books {
  readonly #stocks = new Map<string, Record<ResourceKind, number>>()

  of(person: Person): Record<ResourceKind, number> {
    const known = this.#stocks.get(person.id)
    if (known !== undefined) return known
    const stock = { ...DAILY_STOCK }
    this.#stocks.set(person.id, stock)
    return stock
  }
}

interface TickScene {
  readonly prf: Prf
  readonly walks: Walks
  readonly books: Books
  readonly tick: number
  /** Tick of the day, from 0. */
  readonly index: number
}

class TickPlan {
  readonly #scene: TickScene
  readonly #standings: readonly Standing[]
  readonly #deeds: Deed[] = []
  #ordinal: number

  constructor(scene: TickScene) {
    this.#scene = scene
    this.#ordinal = scene.tick * DRAWS_PER_TICK
    this.#standings = PEOPLE.map((person) => ({
      person,
      now: scene.walks.at(person, scene.tick),
      before: scene.walks.at(person, scene.tick - 1),
    }))
  }

  deeds(): readonly Deed[] {
    for (const standing of this.#standings) this.#move(standing)
    if (this.#scene.index < DAY_TICKS - CLOSING_TICKS) this.#business()
    else this.#closeBooks(this.#scene.index - DAY_TICKS + CLOSING_TICKS)
    for (const standing of this.#standings) {
      if (this.#draw(OBSERVES_ONE_IN) === 0) this.#observe(standing)
    }
    if (this.#draw(MISSTEP_ONE_IN) === 0) this.#misstep()
    return this.#deeds
  }

  #draw(count: number): number {
    this.#ordinal += 1
    return this.#scene.prf.below('first-light/day', this.#ordinal, count)
  }

  #add(who: string, actor: string, kind: string, payload: ValueMap): void {
    this.#deeds.push({ who, actor, kind, payload })
  }

  #move({ person, now, before }: Standing): void {
    if (distanceCm(now.pos, before.pos) === 0) return
    const payload = { agent_id: person.id, to: now.pos }
    this.#add(person.id, person.id, 'action.move_agent', payload)
  }

  #business(): void {
    for (const { person, now } of this.#standings) {
      if (now.walkedCm > 0) this.#spend(person, now.walkedCm)
      if (now.restedTicks > 0 && now.restedTicks % HARVEST_EVERY === 0) this.#harvest(person, now)
    }
    for (const [a, b] of this.#meetings()) {
      const shorter = Math.min(a.now.restedTicks, b.now.restedTicks)
      if (shorter % TRADE_EVERY === 1) this.#trade(a.person, b.person)
    }
  }

  /** Walking costs electricity, paid on arrival. */
  #spend(person: Person, walkedCm: number): void {
    const stock = this.#scene.books.of(person)
    const units = Math.min(stock.electricity, Math.ceil(walkedCm / CENTIMETRES_PER_UNIT))
    this.#adjust(person, 'electricity', -units, 'walk')
  }

  #harvest(person: Person, { place }: Whereabouts): void {
    const room = ELECTRICITY_MAX - this.#scene.books.of(person).electricity
    this.#adjust(person, 'electricity', Math.min(room, FIELD_AT[place] ?? 0), 'harvest')
  }

  #adjust(person: Person, kind: ResourceKind, delta: number, reason: string): void {
    if (delta === 0) return
    this.#scene.books.of(person)[kind] += delta
    const payload = { holder_type: 'agent', holder: person.id, kind, delta, reason }
    this.#add(person.id, DRIVER_ACTOR, 'action.adjust_stock', payload)
  }

  /** Pairs that rest at one place, in list order. */
  #meetings(): readonly (readonly [Standing, Standing])[] {
    const resting = this.#standings.filter(({ now }) => now.restedTicks > 0)
    return resting.flatMap((a, index) =>
      resting.slice(index + 1).flatMap((b) => (a.now.place === b.now.place ? [[a, b] as const] : [])),
    )
  }

  /** A deal: electricity one way, hardware or data the other; who has more of a thing gives it. */
  #trade(a: Person, b: Person): void {
    const books = this.#scene.books
    const [rich, poor] = books.of(a).electricity >= books.of(b).electricity ? [a, b] : [b, a]
    const goods = this.#draw(2) === 0 ? 'hardware' : 'data'
    this.#transfer(rich, poor, 'electricity', 1 + this.#draw(DEAL_MAX))
    this.#transfer(poor, rich, goods, 1 + this.#draw(DEAL_MAX / 2))
  }

  #transfer(from: Person, to: Person, kind: ResourceKind, wanted: number): void {
    const [giver, taker] = [this.#scene.books.of(from), this.#scene.books.of(to)]
    const amount = Math.min(wanted, giver[kind])
    if (amount === 0) return
    giver[kind] -= amount
    taker[kind] += amount
    this.#ask(from, to, kind, amount)
  }

  #ask(from: Person, to: Person, kind: ResourceKind, amount: number): void {
    const payload = { from_agent_id: from.id, to_agent_id: to.id, kind, amount }
    this.#add(from.id, DRIVER_ACTOR, 'action.emit_resource_transfer', payload)
  }

  #closeBooks(index: number): void {
    const person = PEOPLE[index]
    if (person === undefined) return
    for (const kind of RESOURCE_KINDS) {
      const difference = DAILY_STOCK[kind] - this.#scene.books.of(person)[kind]
      this.#adjust(person, kind, difference, difference < 0 ? 'upkeep' : 'ration')
    }
  }

  #observe({ person, now }: Standing): void {
    const visible = this.#standings.flatMap((other) => {
      const distance_cm = distanceCm(now.pos, other.now.pos)
      const isSeen = other.person !== person && distance_cm <= SIGHT_CM
      return isSeen ? [{ agent_id: other.person.id, pos: other.now.pos, distance_cm }] : []
    })
    const observation = {
      time: this.#scene.tick,
      agent_id: person.id,
      pos: now.pos,
      visibility_range_cm: SIGHT_CM,
      visible_agents: visible,
    }
    this.#add(person.id, DRIVER_ACTOR, 'action.emit_observation', { observation })
  }

  /** Something that will be turned down: asking without a rule, trading over a distance, giving what is not there. */
  #misstep(): void {
    const meeting = this.#meetings()[0]
    const someone = this.#standings[this.#draw(PEOPLE.length)]
    const other = this.#standings[this.#draw(PEOPLE.length)]
    if (someone === undefined || other === undefined) return
    if (meeting !== undefined && this.#draw(2) === 0) {
      const [{ person: from }, { person: to }] = meeting
      this.#ask(from, to, 'data', this.#scene.books.of(from).data + 1 + this.#draw(20))
    } else if (this.#draw(2) === 0 && distanceCm(someone.now.pos, other.now.pos) > 0) {
      this.#ask(someone.person, other.person, 'hardware', 1 + this.#draw(DEAL_MAX))
    } else {
      const { id } = someone.person
      this.#add(id, id, 'action.query_observation', { agent_id: id })
    }
  }
}
