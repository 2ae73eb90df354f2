import { parseArguments } from './arguments.ts'
import { type Answer, type Command, type ExitCode, UsageProblem } from './command.ts'
import { compareCommand } from './commands/compare.ts'
import { infoCommand } from './commands/info.ts'
import { moduleCallCommand } from './commands/module-call.ts'
import { moduleInspectCommand } from './commands/module-inspect.ts'
import { runCommand } from './commands/run.ts'
import { stateCommand } from './commands/state.ts'
import { verifyCommand } from './commands/verify.ts'
import { worldsCommand } from './commands/worlds.ts'
import { columns } from './layout.ts'

const COMMANDS: readonly Command[] = [
  worldsCommand,
  runCommand,
  infoCommand,
  stateCommand,
  verifyCommand,
  compareCommand,
  moduleInspectCommand,
  moduleCallCommand,
]

const FOOTER = 'Exit status: 0 good, 1 the file fails, 2 bad usage. `--help` after a command tells more.'

// Whoever reads the output may have seen enough (`orrery state FILE | head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await main(process.argv.slice(2))

/** Reads the call, runs its command, prints its answer. The only place where problems of usage end. */
async function main(words: readonly string[]): Promise<ExitCode> {
  const [name] = words
  if (name === '--help' || name === '-h' || name === 'help') return print(overview())
  const command = COMMANDS.find((each) => isCalled(each, words))
  if (command === undefined)
    return complain(name === undefined ? 'no command given' : `no command ${nameIn(words)}`, overview())
  const rest = words.slice(command.name.split(' ').length)
  try {
    const given = parseArguments(command, rest)
    if (given.flags['help'] === true) return print(helpOf(command))
    return show(await command.run(given), given.flags['json'] === true)
  } catch (error) {
    if (!(error instanceof UsageProblem)) throw error
    if (rest.includes('--json')) return show(usageAnswer(error.message), true)
    return complain(error.message, helpOf(command))
  }
}

/** A command's name is one word, or two where commands share the first. */
function isCalled({ name }: Command, words: readonly string[]): boolean {
  return name.split(' ').every((word, index) => words[index] === word)
}

function nameIn(words: readonly string[]): string {
  const isShared = COMMANDS.some(({ name }) => name.startsWith(`${words[0]} `))
  return words.slice(0, isShared ? 2 : 1).join(' ')
}

function show({ json, text, exitCode }: Answer, asJson: boolean): ExitCode {
  if (asJson) print(JSON.stringify(json))
  else if (exitCode === 2) process.stderr.write(`${text}\n`)
  else print(text)
  return exitCode
}

/** What is wrong with a call, for programs. */
function usageAnswer(problem: string): Answer {
  return { json: { ok: false, fault: { kind: 'input.invalid', hint: problem } }, text: problem, exitCode: 2 }
}

function print(text: string): ExitCode {
  process.stdout.write(`${text}\n`)
  return 0
}

function complain(problem: string, help: string): ExitCode {
  process.stderr.write(`orrery: ${problem}\n\n${help}\n`)
  return 2
}

function overview(): string {
  const rows = COMMANDS.map(({ usage, summary }) => [`  orrery ${usage}`, summary])
  return ['Runs, reads and checks worlds without a browser.', '', columns(rows), '', FOOTER].join('\n')
}

function helpOf({ usage, summary, help }: Command): string {
  const lines = ['  --json      one JSON object instead of text', ...help.map((line) => `  ${line}`)]
  return [`usage: orrery ${usage} [--json]`, '', summary, '', ...lines, '', FOOTER].join('\n')
}
