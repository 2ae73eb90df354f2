import type { LocationRecord, Material, PosValue } from '../layout.ts'

/** A row of the map: name, x, y and z in hectometres, material, radius in metres, radiation a tick. */
type Row = readonly [string, number, number, number, Material, number, number?]

const ROWS: readonly Row[] = [
  ['Origin', 410, 270, 50, 'metal', 1500],
  ['Kessel Ridge', 585, 195, 62, 'silicate', 2100],
  ['Anvil', 510, 250, 41, 'metal', 1100],
  ['Low Lantern', 604, 318, 38, 'composite', 1700, 9],
  ['Mirror Ice', 230, 160, 55, 'ice', 2300, 6],
  ['Tharsis Shard', 330, 385, 47, 'silicate', 1400],
  ['Basalt Row', 175, 330, 36, 'silicate', 1200],
  ['Ferrous Gate', 470, 435, 44, 'metal', 1600, 4],
  ['Sable', 720, 140, 58, 'carbon', 1300],
  ['Quill', 360, 105, 66, 'ice', 900],
  ['Ninefold', 768, 285, 52, 'carbon', 1100],
  ['Cairn', 95, 210, 49, 'silicate', 900],
  ['Ashfall', 710, 449, 33, 'carbon', 1250],
  ['Bellwether', 576, 89, 60, 'composite', 1000],
  ['Candle Reach', 356, 498, 40, 'ice', 850],
  ['Dunmore Scar', 41, 349, 51, 'silicate', 1450],
  ['Echo Vault', 97, 493, 35, 'metal', 1150],
  ['Farrier', 474, 139, 57, 'metal', 950],
  ['Glasswater', 125, 96, 64, 'ice', 1550],
  ['Hollow Crown', 254, 292, 46, 'composite', 1300],
  ['Ironwake', 131, 277, 43, 'metal', 800],
  ['Jackdaw', 590, 521, 37, 'carbon', 900],
  ['Knell', 205, 480, 42, 'silicate', 1050],
  ['Lodestone', 661, 249, 56, 'metal', 1200],
  ['Marrow', 788, 365, 39, 'silicate', 950],
  ['Nightjar', 284, 37, 68, 'carbon', 750],
  ['Old Furnace', 645, 416, 34, 'composite', 1350],
  ['Pale Harbor', 40, 102, 59, 'ice', 1700],
  ['Quarry Nine', 274, 222, 48, 'silicate', 1000],
  ['Rime', 448, 51, 65, 'ice', 1150],
  ['Saltmother', 780, 96, 61, 'silicate', 1400],
  ['Thistle', 191, 228, 53, 'composite', 700],
  ['Umber Shelf', 685, 44, 67, 'carbon', 1050],
  ['Vesper Hook', 88, 417, 45, 'metal', 850],
  ['Widow Light', 549, 453, 36, 'composite', 750],
  ['Yarrow', 725, 524, 32, 'ice', 800],
  ['Zenith Spur', 801, 508, 31, 'metal', 1250],
  ['Copper Psalm', 719, 356, 50, 'metal', 1100],
  ['Driftgate', 372, 213, 54, 'carbon', 950],
  ['Long Tithe', 216, 76, 63, 'composite', 1200],
]

const HECTOMETRE_CM = 10_000
const METRE_CM = 100

/** The forty places of First Light, spread over 84 km × 56 km. */
export const PLACES: readonly LocationRecord[] = ROWS.map(
  ([name, x, y, z, material, radius, radiation = 0]) => ({
    type: 'location',
    id: name.toLowerCase().replaceAll(' ', '-'),
    name,
    pos: { x_cm: x * HECTOMETRE_CM, y_cm: y * HECTOMETRE_CM, z_cm: z * HECTOMETRE_CM },
    profile: {
      material,
      radius_cm: radius * METRE_CM,
      radiation_emission_per_tick: radiation,
    },
    resources: {},
  }),
)

/** Where the place with this number lies. */
export function placePos(index: number): PosValue {
  const place = PLACES[index]
  if (place === undefined) throw new RangeError(`First Light has no place ${index}.`)
  return place.pos
}
