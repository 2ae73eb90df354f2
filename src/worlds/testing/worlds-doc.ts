import type { EventDraft } from '../../kernel/catalogue/define.ts'
import type { ValueMap } from '../../kernel/codec/value.ts'
import type { WorldDefinition } from '../world-definition.ts'

/** A list longer than this is counted instead. */
const ROWS_MAX = 64

/** `docs/worlds.md`, from nothing but the geneses themselves. */
export function worldsDoc(worlds: readonly WorldDefinition[]): string {
  const head = [
    '# Worlds',
    '',
    'What every bundled world starts with, at its own seed. Positions are kilometres from the corner of the world, stock is what',
    'is minted in the genesis frame. This page is made from the definitions in `src/worlds` by',
    '`UPDATE_DOCS=1 npx vitest run --project node src/worlds/worlds-doc.test.ts`; the same test fails when it is stale.',
    '',
    '| world | seed | agents | locations | fragments | facilities | driver |',
    '|---|--:|--:|--:|--:|--:|---|',
    ...worlds.map(summaryRow),
  ]
  return `${[...head, ...worlds.flatMap(section)].join('\n')}\n`
}

interface Contents {
  readonly agents: readonly ValueMap[]
  readonly locations: readonly ValueMap[]
  readonly fragments: readonly ValueMap[]
  readonly facilities: readonly ValueMap[]
  readonly minted: readonly ValueMap[]
}

function contentsOf(world: WorldDefinition): Contents {
  const genesis = world.genesis(world.seed)
  if (!genesis.ok) throw new Error(`${world.id} does not begin: ${JSON.stringify(genesis.fault)}`)
  const payloads = (kind: string): readonly ValueMap[] =>
    genesis.value.events.filter((event: EventDraft) => event.kind === kind).map(({ payload }) => payload)
  const places = payloads('space.location_registered')
  return {
    agents: payloads('domain.agent_registered'),
    locations: places.filter((place) => !text(place, 'location_id').startsWith('frag-')),
    fragments: places.filter((place) => text(place, 'location_id').startsWith('frag-')),
    facilities: payloads('space.facility_registered'),
    minted: payloads('ledger.stock_adjusted'),
  }
}

function summaryRow(world: WorldDefinition): string {
  const { agents, locations, fragments, facilities } = contentsOf(world)
  const counts = [world.seed, agents.length, locations.length, fragments.length, facilities.length]
  const driver = world.createDriver === undefined ? 'only ticks' : 'yes'
  return `| [${world.id}](#${world.id}) | ${counts.join(' | ')} | ${driver} |`
}

function section(world: WorldDefinition): readonly string[] {
  const { agents, locations, fragments, facilities, minted } = contentsOf(world)
  const aliases = world.aliases.length === 0 ? '' : ` Also called ${world.aliases.map(code).join(', ')}.`
  const stock = (holder: string): string =>
    minted
      .filter((each) => each['holder'] === holder)
      .map((each) => `${text(each, 'kind')} ${number(each, 'delta')}`)
      .join(', ')
  return [
    '',
    `## ${world.id}`,
    '',
    `**${world.name}**, seed ${world.seed}. ${world.summary}${aliases}`,
    ...table('Agents', agents, ['id', 'name', 'x, y, z km', 'stock'], (agent) => [
      code(text(agent, 'agent_id')),
      text(agent, 'name'),
      kilometres(agent),
      stock(text(agent, 'agent_id')),
    ]),
    ...table(
      'Locations',
      locations,
      ['id', 'name', 'x, y, z km', 'material', 'radius m', 'radiation', 'stock'],
      (place) => [...placeCells(place), stock(text(place, 'location_id'))],
    ),
    ...table(
      'Fragments',
      fragments,
      ['id', 'name', 'x, y, z km', 'material', 'radius m', 'radiation'],
      placeCells,
    ),
    ...table('Facilities', facilities, ['id', 'kind', 'at', 'owner', 'settings'], (facility) => [
      code(text(facility, 'facility_id')),
      text(facility, 'kind'),
      code(text(facility, 'location_id')),
      code(text(facility, 'owner')),
      Object.keys(map(facility, 'settings'))
        .map((name) => `${name} ${number(map(facility, 'settings'), name)}`)
        .join(', '),
    ]),
  ]
}

function placeCells(place: ValueMap): readonly string[] {
  const profile = map(place, 'profile')
  return [
    code(text(place, 'location_id')),
    text(place, 'name'),
    kilometres(place),
    text(profile, 'material'),
    String(Math.round(number(profile, 'radius_cm') / 100)),
    String(number(profile, 'radiation_emission_per_tick')),
  ]
}

function table(
  title: string,
  rows: readonly ValueMap[],
  heads: readonly string[],
  cells: (row: ValueMap) => readonly string[],
): readonly string[] {
  if (rows.length === 0) return []
  if (rows.length > ROWS_MAX) return ['', `${title}: ${rows.length.toLocaleString('en')}.`]
  const line = (parts: readonly string[]): string => `| ${parts.join(' | ')} |`
  return [
    '',
    `${title}:`,
    '',
    line(heads),
    line(heads.map(() => '---')),
    ...rows.map((row) => line(cells(row))),
  ]
}

const code = (id: string): string => `\`${id}\``

function kilometres(record: ValueMap): string {
  const pos = map(record, 'pos')
  return ['x_cm', 'y_cm', 'z_cm'].map((axis) => (number(pos, axis) / 100_000).toFixed(1)).join(', ')
}

function text(record: ValueMap, field: string): string {
  const value = record[field]
  return typeof value === 'string' ? value : ''
}

function number(record: ValueMap, field: string): number {
  const value = record[field]
  return typeof value === 'number' ? value : 0
}

function map(record: ValueMap, field: string): ValueMap {
  const value = record[field]
  return typeof value === 'object' && value !== null ? (value as ValueMap) : {}
}
