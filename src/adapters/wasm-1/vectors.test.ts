import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { root } from '../../../scripts/files.mjs'
import { bytesToHex, hexToBytes } from '../../kernel/base/order.ts'
import { type CallInput, encodeCallInput } from './call-input.ts'
import { decodeCallOutput, type OutputRules } from './call-output.ts'

interface Vectors {
  readonly inputs: readonly { readonly name: string; readonly input: CallInput; readonly hex: string }[]
  readonly outputs: readonly {
    readonly name: string
    readonly hex: string
    readonly output?: object
    readonly fault?: object
  }[]
}

const bytesOf = (hex: string): Uint8Array => hexToBytes(hex) ?? new Uint8Array()

/** JSON as the file notes it: `{u64}` is a bigint, a state is hex. */
function revive(key: string, value: unknown): unknown {
  if (typeof value === 'object' && value !== null && 'u64' in value) return BigInt(String(value.u64))
  return (key === 'state' || key === 'newState') && typeof value === 'string' ? bytesOf(value) : value
}

const vectors: Vectors = JSON.parse(readFileSync(`${root}fixtures/wasm-1-vectors.json`, 'utf8'), revive)

const RULES: OutputRules = {
  kind: 'reducer',
  limits: { max_output_bytes: 300, max_effects: 1, max_emits: 1 },
  requiredCaps: ['net'],
}

/** Maps of the decoder have no prototype; as JSON they are like any other. */
const asJson = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, each: unknown) => (each instanceof Uint8Array ? bytesToHex(each) : each)),
  )

test('there are vectors, and they are what their script says', () => {
  const script = `${root}scripts/make-wasm-1-vectors.mjs`
  expect(execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toMatch(/fresh\n$/)
  expect(vectors.inputs.length).toBeGreaterThan(20)
  expect(vectors.outputs.length).toBeGreaterThan(20)
})

describe('calls have the bytes of another encoder', () => {
  test.each(vectors.inputs)('$name', ({ input, hex }) => {
    expect(bytesToHex(encodeCallInput(input))).toBe(hex)
  })
})

describe('answers of another encoder are read or refused', () => {
  test.each(vectors.outputs)('$name', ({ hex, output, fault }) => {
    const decoded = decodeCallOutput(bytesOf(hex), RULES)
    if (output === undefined) expect(decoded).toEqual({ ok: false, fault })
    else expect(asJson(decoded)).toMatchObject({ ok: true, value: asJson(output) })
  })
})

test('a module without state may not answer with one, and state is not counted as output', () => {
  const state = Array.from({ length: 500 }, () => '01').join('')
  const bytes = bytesOf(`a2696e65775f73746174659901f4${state}6c6f75747075745f627974657300`)
  expect(decodeCallOutput(bytes, RULES)).toMatchObject({
    ok: true,
    value: { outputBytes: bytes.length - 503 },
  })
  expect(decodeCallOutput(bytes, { ...RULES, kind: 'pure' })).toEqual({
    ok: false,
    fault: { code: 'invalid_output', detail: 'state_of_pure_module', path: 'new_state' },
  })
})
