import { type CallOutcome, type CallRequest, ModuleExecutor } from '../../adapters/wasm-executor/executor.ts'
import { HostFault } from '../../adapters/wasm-executor/host-fault.ts'
import type { EntryName } from '../../adapters/wasm-1/call-entry.ts'
import { bytesToHex, hexToBytes } from '../../kernel/base/order.ts'
import { GAS_SCHEDULE_1 } from '../../kernel/wasm/schedule.ts'
import { countFlag, textFlag, wordAt } from '../arguments.ts'
import { type Answer, type Arguments, type Command, faultAnswer, UsageProblem } from '../command.ts'
import { columns } from '../layout.ts'
import { MEMORY_BYTES, readModuleFile } from '../module-file.ts'

/** What a call may cost unless it is said: as much as hosts of this profile give. */
const GAS = 10_000_000
const ANSWER_BYTES = 4 * 1024 * 1024
const ENTRIES: readonly EntryName[] = ['reduce', 'call']

/** Makes one call as a world does: checked, metered, in an instance of its own. */
export const moduleCallCommand: Command = {
  name: 'module call',
  usage: 'module call FILE --input-hex HEX [--abi wasm-1] [--entry reduce|call] [--gas N] [--memory BYTES]',
  summary: 'Call a module with bytes and say what it answers and costs.',
  help: [
    '--abi       how a module is called: wasm-1 (the default)',
    '--entry     reduce (the default) or call',
    '--input-hex the bytes of the call',
    `--gas N     what it may cost (default ${GAS})`,
    `--memory N  bytes its memory may take (default ${MEMORY_BYTES})`,
  ],
  options: {
    abi: { type: 'string' },
    entry: { type: 'string' },
    'input-hex': { type: 'string' },
    gas: { type: 'string' },
    memory: { type: 'string' },
  },
  words: 1,
  run: async (given) => {
    const request = requestOf(given)
    const { bytes, hash } = await readModuleFile(wordAt(given, 0))
    const memoryBytesMax = countFlag(given, 'memory') ?? MEMORY_BYTES
    return call({ bytes, hash, memoryBytesMax }, request)
  },
}

function requestOf(given: Arguments): CallRequest {
  const abi = textFlag(given, 'abi') ?? 'wasm-1'
  if (abi !== 'wasm-1') throw new UsageProblem(`--abi takes wasm-1, not ${JSON.stringify(abi)}`)
  const name = textFlag(given, 'entry') ?? 'reduce'
  const entry = ENTRIES.find((each) => each === name)
  if (entry === undefined) throw new UsageProblem(`--entry takes reduce or call, not ${JSON.stringify(name)}`)
  const hex = textFlag(given, 'input-hex')
  const input = hex === undefined ? undefined : hexToBytes(hex)
  if (input === undefined) throw new UsageProblem('--input-hex takes bytes as pairs of hex digits')
  return { entry, input, gas: countFlag(given, 'gas') ?? GAS, answerBytesMax: ANSWER_BYTES }
}

function call(code: Parameters<ModuleExecutor['call']>[0], request: CallRequest): Answer {
  try {
    const called = new ModuleExecutor(GAS_SCHEDULE_1).call(code, request)
    return called.ok ? answer(called.value) : faultAnswer(called.fault)
  } catch (error) {
    if (!(error instanceof HostFault)) throw error
    const failure = { code: 'host_fault', detail: error.reason }
    return {
      json: { ok: false, ...failure },
      text: columns(Object.entries(failure)),
      exitCode: 1,
    }
  }
}

function answer({ answer: said, gas, memoryBytes }: CallOutcome): Answer {
  const cost = { gas, memoryBytes }
  const facts = said.ok
    ? { outputHex: bytesToHex(said.value), ...cost }
    : { ...cost, code: said.fault.code, ...detailOf(said.fault) }
  return {
    json: { ok: said.ok, ...facts },
    text: columns(Object.entries(facts).map(([name, value]) => [name, String(value)])),
    exitCode: said.ok ? 0 : 1,
  }
}

function detailOf({ detail, path }: { readonly detail?: string; readonly path?: string }) {
  if (detail === undefined) return {}
  return { detail: path === undefined ? detail : `${detail}: ${path}` }
}
