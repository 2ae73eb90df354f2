import { WORLDS } from '../../worlds/worlds.ts'
import type { Answer, Command } from '../command.ts'
import { columns } from '../layout.ts'

/** Lists what `run` can begin. */
export const worldsCommand: Command = {
  name: 'worlds',
  usage: 'worlds',
  summary: 'List the worlds that can be run.',
  help: [],
  options: {},
  words: 0,
  run: () => Promise.resolve(listWorlds()),
}

function listWorlds(): Answer {
  const worlds = WORLDS.map(({ id, aliases, name, summary, seed, tickMs, createDriver }) => ({
    id,
    aliases,
    name,
    summary,
    seed,
    tickMs,
    hasDriver: createDriver !== undefined,
  }))
  const rows = worlds.map(({ id, seed, summary }) => [id, `seed ${seed}`, summary])
  return { json: { worlds }, text: columns(rows), exitCode: 0 }
}
