// AssemblyScript: what `npm run bench -- instrument` runs with and without metering. `agents` is what rules do; the others are
// the small loops and calls that counting costs most.

class Agent {
  constructor(
    public id: i32,
    public x: i32,
    public y: i32,
    public power: i32,
    public speed: f64,
  ) {}
}

const agents = new Map<i32, Agent>()
const cells = new Map<i32, i32>()
const report = new Uint8Array(4096)

function cellOf(x: i32, y: i32): i32 {
  return ((x >> 8) & 0xffff) | ((y >> 8) << 16)
}

function writeText(text: string, at: i32): i32 {
  for (let i = 0; i < text.length; i++) report[(at + i) & 4095] = <u8>text.charCodeAt(i)
  return at + text.length
}

const AGENTS = 2000
for (let id = 0; id < AGENTS; id++) agents.set(id, new Agent(id, id * 37, id * 101, 1000, 1.5 + <f64>(id % 7)))

/** Ticks of many agents: look up, move, count neighbours, pay, say what happened. */
export function agentTicks(ticks: i32): i32 {
  let said = 0
  for (let tick = 0; tick < ticks; tick++) said = agentTick()
  return said
}

function agentTick(): i32 {
  cells.clear()
  let at = 0
  for (let id = 0; id < AGENTS; id++) {
    const agent = agents.get(id)
    const cost = <i32>Math.ceil(Math.sqrt(agent.speed * <f64>(agent.power & 63)))
    if (agent.power >= cost) {
      agent.power -= cost
      agent.x += id % 3 == 0 ? 40 : -25
      agent.y += id % 5 == 0 ? -30 : 15
      agent.speed = agent.speed * 0.99 + 0.02
    } else {
      agent.power += 500
      at = writeText('rest', at)
    }
    const cell = cellOf(agent.x, agent.y)
    const others = cells.has(cell) ? cells.get(cell) : 0
    cells.set(cell, others + 1)
    if (others > 3) at = writeText('crowd', at)
  }
  return at + cells.size
}

export function fib(n: i32): i32 {
  return n < 2 ? n : fib(n - 1) + fib(n - 2)
}

const flags = new StaticArray<u8>(65536)

export function sieve(rounds: i32): i32 {
  let count = 0
  for (let round = 0; round < rounds; round++) {
    count = 0
    for (let i = 0; i < 65536; i++) unchecked((flags[i] = 1))
    for (let i = 2; i < 65536; i++) {
      if (!unchecked(flags[i])) continue
      count++
      for (let j = i + i; j < 65536; j += i) unchecked((flags[j] = 0))
    }
  }
  return count
}

export function xorshift(rounds: i32): i32 {
  let x: u32 = 2463534242
  for (let round = 0; round < rounds; round++) {
    x ^= x << 13
    x ^= x >> 17
    x ^= x << 5
  }
  return x
}

export function crc(rounds: i32): i32 {
  let crc: u32 = 0xffffffff
  for (let round = 0; round < rounds; round++) {
    crc ^= round & 255
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xedb88320 : crc >> 1
  }
  return crc
}

const positions = new StaticArray<f64>(32)

export function nbody(rounds: i32): f64 {
  for (let i = 0; i < 32; i++) unchecked((positions[i] = <f64>i * 1.25 + 0.5))
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < 32; i++) {
      let pull = 0.0
      for (let j = 0; j < 32; j++) {
        const gap = unchecked(positions[j]) - unchecked(positions[i])
        pull += gap / (gap * gap + 0.01)
      }
      unchecked((positions[i] += pull * 0.0001))
    }
  }
  return unchecked(positions[7])
}
