import { Position, Reader, Table, Writer } from '../sdk'

/** How far from the origin radiation grows by one step. */
const DISTANCE_STEP_CM: f64 = 800_000
const HARVEST_BASE: i64 = 1
const HARVEST_BONUS_MAX: f64 = 1

/** What an agent gathers at a place in one go: more where it is farther out, up to a bound. */
export function harvestAt(position: Position): i64 {
  const outness = abs(position.x) + abs(position.y) + abs(position.z)
  return HARVEST_BASE + <i64>min(HARVEST_BONUS_MAX, Math.floor(outness / DISTANCE_STEP_CM))
}

/** Where an agent is and how much electricity it holds. */
export class Charge {
  constructor(
    public position: Position,
    public level: i64,
  ) {}

  static read(reader: Reader): Charge {
    const charge = new Charge(new Position(NaN, NaN, NaN), 0)
    let found = 0
    for (let left = reader.mapLength(); left > 0; left--) {
      const key = reader.text()
      if (key.is('pos')) {
        charge.position = Position.read(reader)
        found |= 1
      } else if (key.is('level')) {
        charge.level = reader.int()
        found |= 2
      } else reader.skip()
    }
    if (found != 3) reader.break()
    return charge
  }
}

/** What power modules know: `{agents: {id: {pos, level}}}`. */
export class Charges extends Table<Charge> {
  /** What the module knew; nothing when that is missing or unreadable. */
  static read(state: Reader | null): Charges {
    const charges = new Charges()
    if (state === null) return charges
    for (let left = state.mapLength(); left > 0; left--) {
      if (!state.text().is('agents')) state.skip()
      else {
        for (let agents = state.mapLength(); agents > 0; agents--) {
          const agent = state.text()
          charges.set(agent, Charge.read(state))
        }
      }
    }
    return state.isDone() ? charges : new Charges()
  }

  write(): Writer {
    const writer = new Writer().map(1).string('agents').map(this.size)
    for (let i = 0; i < this.size; i++) {
      const charge = this.valueAt(i)
      charge.position.write(writer.text(this.idAt(i)).map(2).string('pos'))
      writer.string('level').int(charge.level)
    }
    return writer
  }
}
