import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { root } from '../../scripts/files.mjs'
import { watToWasm } from '../kernel/wasm/testing/wat.ts'
import { createScratch } from './testing/files.ts'
import { orrery } from './testing/orrery.ts'

const fileNamed = createScratch()
const BUILT_IN = `${root}public/modules/m1.rule.move.wasm`

function moduleFile(name: string, wat: string): string {
  const path = fileNamed(name)
  writeFileSync(path, watToWasm(wat))
  return path
}

const echo = moduleFile(
  'echo.wasm',
  `(module (memory (export "memory") 1)
    (func (export "alloc") (param i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32) (result i32 i32) local.get 0 local.get 1))`,
)
const endless = moduleFile(
  'endless.wasm',
  `(module (memory (export "memory") 1)
    (func (export "alloc") (param i32) (result i32) i32.const 1024)
    (func (export "reduce") (param i32 i32) (result i32 i32) (loop $again (br $again)) unreachable))`,
)
const importing = moduleFile('importing.wasm', '(module (import "env" "now" (func (result i32))))')

const json = (...words: readonly string[]): unknown => {
  const { code, stdout } = orrery('module', ...words, '--json')
  return { exitCode: code, ...JSON.parse(stdout) }
}

describe('inspect', () => {
  test('says what a module is', () => {
    expect(json('inspect', BUILT_IN)).toMatchObject({
      exitCode: 0,
      ok: true,
      imports: [],
      exports: [{ name: 'reduce', signature: { params: ['i32', 'i32'], results: ['i64'] } }, {}, {}],
      refusals: [],
    })
  })

  test('says why one is refused, and where', () => {
    expect(json('inspect', importing)).toMatchObject({
      exitCode: 1,
      ok: false,
      imports: [{ module: 'env', name: 'now', isAllowed: false }],
      refusals: [{ kind: 'module.refused', offset: expect.any(Number), hint: expect.any(String) }],
    })
    expect(orrery('module', 'inspect', importing).stdout).toContain('env.now, refused')
  })

  test('what is no module is refused too', () => {
    const path = fileNamed('text.wasm')
    writeFileSync(path, 'nothing of the kind')
    expect(json('inspect', path)).toMatchObject({ exitCode: 1, ok: false, refusals: [{ offset: 0 }] })
  })
})

describe('call', () => {
  test('gives the answer and what it cost', () => {
    expect(json('call', echo, '--entry', 'call', '--input-hex', 'c0ffee')).toEqual({
      exitCode: 0,
      ok: true,
      outputHex: 'c0ffee',
      gas: expect.any(Number),
      memoryBytes: 65_536,
    })
  })

  test('a built-in decides here as it does in a world', () => {
    const vectors: { readonly inputs: readonly { readonly name: string; readonly hex: string }[] } =
      JSON.parse(readFileSync(`${root}fixtures/wasm-1-vectors.json`, 'utf8'))
    const hex = vectors.inputs.find(({ name }) => name.includes('action.move_agent'))?.hex ?? ''
    const { stdout } = orrery('module', 'call', BUILT_IN, '--input-hex', hex)
    expect(stdout).toContain(Buffer.from('rule.decision').toString('hex'))
  })

  test('a limit that is met is a code, with what was used', () => {
    expect(json('call', endless, '--input-hex', '', '--gas', '5000')).toEqual({
      exitCode: 1,
      ok: false,
      gas: 5000,
      memoryBytes: 65_536,
      code: 'out_of_gas',
    })
  })

  test('a refused module is a located fault', () => {
    expect(json('call', importing, '--input-hex', '')).toMatchObject({
      exitCode: 1,
      ok: false,
      fault: { kind: 'module.refused' },
    })
  })
})

test.each([
  [['module'], 'no command module'],
  [['module', 'fly'], 'no command module fly'],
  [['module', 'call', echo], '--input-hex'],
  [['module', 'call', echo, '--input-hex', 'xyz'], '--input-hex'],
  [['module', 'call', echo, '--input-hex', '00', '--entry', 'main'], '--entry'],
  [['module', 'call', echo, '--input-hex', '00', '--abi', 'wasm-9'], '--abi'],
  [['module', 'inspect', '/nowhere.wasm'], 'no file /nowhere.wasm'],
])('orrery %j is bad usage', (words, problem) => {
  const { code, stderr } = orrery(...words)
  expect(code).toBe(2)
  expect(stderr).toContain(problem)
})
