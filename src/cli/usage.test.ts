import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { FAULT_KINDS } from '../kernel/base/fault.ts'
import { showFault } from './fault-hints.ts'
import { orrery, program } from './testing/orrery.ts'
import { createScratch } from './testing/files.ts'

const fileNamed = createScratch()

describe('help', () => {
  test('without a command it lists the commands and says that none was given', () => {
    const { code, stderr } = orrery()
    expect(code).toBe(2)
    for (const name of ['worlds', 'run', 'info', 'state', 'verify', 'compare'])
      expect(stderr).toContain(`orrery ${name}`)
  })

  test.each(['worlds', 'run', 'info', 'state', 'verify', 'compare'])('%s --help is good', (name) => {
    const { code, stdout } = orrery(name, '--help')
    expect([code, stdout.split(' ').slice(0, 3).join(' ').trim().split('\n')[0]]).toEqual([
      0,
      `usage: orrery ${name}`,
    ])
  })
})

describe('bad usage is 2, and says what is wrong', () => {
  test.each([
    [['fly'], 'no command fly'],
    [['verify'], 'takes 1 argument, 0 given'],
    [['compare', 'one'], 'takes 2 arguments, 1 given'],
    [['verify', '/nowhere/at/all.orrery'], 'no file /nowhere/at/all.orrery'],
    [['verify', '--fast', 'x'], '--fast'],
    [['run', 'elsewhere', '--out', 'x'], 'no scenario elsewhere'],
    [['run', 'minimal'], '--out FILE'],
    [['run', 'minimal', '--out', 'x', '--ticks', 'many'], '--ticks takes a whole number'],
    [['run', 'minimal', '--out', 'x', '--seed', '-1'], '--seed'],
    [['run', 'swarm', '--out', 'x', '--agents', '50001'], 'options/agents'],
  ] as const)('orrery %j', (words, problem) => {
    const { code, stdout, stderr } = orrery(...words)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(problem)
  })

  test('with --json it is an object as well', () => {
    const { code, stdout } = orrery('verify', fileNamed('absent.orrery'), '--json')
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, fault: { kind: 'input.invalid' } })
  })
})

test('a reader that has seen enough is no failure', () => {
  const file = fileNamed('swarm.orrery')
  orrery('run', 'swarm', '--agents', '1500', '--ticks', '1', '--out', file)
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['-o', 'pipefail', '-c', `"$0" state "$1" | head -n 1`, program, file],
    {
      encoding: 'utf8',
    },
  )
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '{\n', stderr: '' })
})

test('that two recordings differ is an answer', () => {
  expect(orrery('compare', '--help').stdout).toContain('exit status is 0')
})

test('every kind of fault has a sentence of its own', () => {
  const hints = FAULT_KINDS.map((kind) => showFault({ kind }).hint)
  expect(new Set(hints).size).toBe(FAULT_KINDS.length)
})
