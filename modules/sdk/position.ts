import { Reader } from './reader'
import { Writer } from './writer'

/** 2^53: up to here a double counts every integer. */
const EXACT_MAX: f64 = 9007199254740992

/** A place in the world, in centimetres. */
export class Position {
  constructor(
    public x: f64,
    public y: f64,
    public z: f64,
  ) {}

  /** Reads `{x_cm, y_cm, z_cm}`. A missing coordinate is as wrong as one that is no finite number. */
  static read(reader: Reader): Position {
    const position = new Position(NaN, NaN, NaN)
    for (let left = reader.mapLength(); left > 0; left--) {
      const key = reader.text()
      if (key.is('x_cm')) position.x = reader.float()
      else if (key.is('y_cm')) position.y = reader.float()
      else if (key.is('z_cm')) position.z = reader.float()
      else reader.skip()
    }
    if (!isFinite(position.x) || !isFinite(position.y) || !isFinite(position.z)) reader.break()
    return position
  }

  write(writer: Writer): void {
    writer.map(3).string('x_cm').float(this.x).string('y_cm').float(this.y).string('z_cm').float(this.z)
  }
}

/**
 * Whole centimetres between two places, rounded half up. Exact for whole centimetres inside the bounds of a world, so that
 * a module and the kernel never differ about a distance: the root is corrected until no engine's rounding shows.
 */
export function distanceCm(a: Position, b: Position): i64 {
  const dx = a.x - b.x
  const dy = a.y - b.y
  const dz = a.z - b.z
  const square = dx * dx + dy * dy + dz * dz
  if (!(square < EXACT_MAX)) return <i64>Math.floor(sqrt(square) + 0.5)
  let root = Math.floor(sqrt(square))
  while (root * root > square) root -= 1
  while ((root + 1) * (root + 1) <= square) root += 1
  return <i64>root + (square - root * root >= root + 0.25 ? 1 : 0)
}

const KILOMETRE_CM: i64 = 100_000

/** Started kilometres: 0 for no distance, 1 from one centimetre on. */
export function startedKilometres(distance: i64): i64 {
  return distance / KILOMETRE_CM + (distance % KILOMETRE_CM != 0 ? 1 : 0)
}
