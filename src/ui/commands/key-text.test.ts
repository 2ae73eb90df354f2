import { expect, test } from 'vitest'
import { COMMANDS } from './command-table.ts'
import { chordText, withKeys } from './key-text.ts'

const named = (id: string) => COMMANDS.find((command) => command.id === id)

test('keys are said as they stand on the keyboard', () => {
  expect(withKeys('Step back', named('transport.step_back'), false)).toBe('Step back (←)')
  expect(withKeys('Play', named('transport.toggle'), false)).toBe('Play (Space)')
  expect(withKeys('Export', named('world.export'), false)).toBe('Export (Ctrl+S)')
  expect(withKeys('Export', named('world.export'), true)).toBe('Export (⌘S)')
  expect(withKeys('Verify', named('world.verify'), false)).toBe('Verify')
  expect(chordText({ key: 'ArrowLeft', shift: true }, false)).toBe('Shift+←')
})
