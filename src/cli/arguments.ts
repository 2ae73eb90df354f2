import { parseArgs } from 'node:util'
import { type Arguments, type Command, UsageProblem } from './command.ts'

const COMMON = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const

/** Splits what stands after the command's name. Throws `UsageProblem`. */
export function parseArguments(command: Command, words: readonly string[]): Arguments {
  const { values, positionals } = parseStrictly(command, words)
  const flags = Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (Array.isArray(value)) throw new UsageProblem(`--${name} is given more than once`)
      return [name, value]
    }),
  )
  if (flags['help'] !== true && positionals.length !== command.words) {
    const count = `${positionals.length} given`
    throw new UsageProblem(
      `${command.name} takes ${command.words} argument${command.words === 1 ? '' : 's'}, ${count}`,
    )
  }
  return { words: positionals, flags }
}

function parseStrictly(command: Command, words: readonly string[]) {
  try {
    const options = { ...COMMON, ...command.options }
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
  } catch (error) {
    // `parseArgs` reports bad calls by throwing; its sentences name the option.
    throw new UsageProblem(error instanceof Error ? error.message : 'cannot read the arguments')
  }
}

/** The word at this place. Its presence was checked by count. */
export function wordAt({ words }: Arguments, index: number): string {
  const word = words[index]
  if (word === undefined) throw new UsageProblem('an argument is missing')
  return word
}

export function textFlag({ flags }: Arguments, name: string): string | undefined {
  const value = flags[name]
  return typeof value === 'string' ? value : undefined
}

export function isSet({ flags }: Arguments, name: string): boolean {
  return flags[name] === true
}

/** A whole number that a double holds exactly; absent when the flag is. */
export function countFlag(given: Arguments, name: string): number | undefined {
  const text = textFlag(given, name)
  if (text === undefined) return undefined
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new UsageProblem(`--${name} takes a whole number, not ${JSON.stringify(text)}`)
  }
  return value
}
