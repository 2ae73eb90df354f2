import { describe, expect, test } from 'vitest'
import { en } from '../i18n/en.ts'
import { COMMAND_IDS } from './command-ids.ts'
import { COMMANDS } from './command-table.ts'
import { commandFor } from './keys.ts'

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
})

describe('the table', () => {
  test('names every command once', () => {
    expect(COMMANDS.map(({ id }) => id)).toEqual(COMMAND_IDS)
    expect(new Set(COMMAND_IDS).size).toBe(COMMAND_IDS.length)
  })

  test('gives no chord to two commands', () => {
    const chords = COMMANDS.flatMap((command) => command.chords.map((chord) => JSON.stringify(chord)))
    expect(new Set(chords).size).toBe(chords.length)
  })

  test('has the names that strangers use', () => {
    const ids: readonly string[] = COMMAND_IDS
    for (const id of [
      'world.open',
      'world.export',
      'world.verify',
      'transport.play',
      'transport.pause',
      'transport.step_forward',
      'transport.step_back',
      'transport.start',
      'transport.follow',
      'transport.seek',
      'panel.open',
      'panel.close',
      'selection.set',
      'theme.set',
      'language.set',
      'layout.reset',
    ])
      expect(ids).toContain(id)
  })

  test('has words for every command', () => {
    const words: Readonly<Record<string, string>> = en.command
    for (const { labelKey } of COMMANDS) expect(words[labelKey.split('.')[1] ?? '']).toBeTypeOf('string')
  })
})

describe('keys', () => {
  test.each([
    [press(' '), 'transport.toggle'],
    [press('ArrowRight'), 'transport.step_forward'],
    [press('ArrowRight', { shiftKey: true }), 'transport.leap_forward'],
    [press('End'), 'transport.follow'],
    [press('w'), 'timeline.zoom_in'],
    // On an AZERTY keyboard the key at W's place writes z.
    [press('z', { code: 'KeyW' }), 'timeline.zoom_in'],
    [press('o', { ctrlKey: true }), 'file.open'],
    [press('s', { metaKey: true }), 'world.export'],
    [press('s'), 'timeline.zoom_out'],
    [press('['), 'chain.cause'],
    [press(']'), 'chain.effect'],
    // A German keyboard writes brackets with AltGr, which some systems report as Ctrl and Alt.
    [
      press(']', { altKey: true, ctrlKey: true, getModifierState: (key) => key === 'AltGraph' }),
      'chain.effect',
    ],
  ])('%o runs %s', (event, id) => {
    expect(commandFor(COMMANDS, event)?.id).toBe(id)
  })

  test('keys with Alt belong to the browser', () => {
    expect(commandFor(COMMANDS, press('ArrowLeft', { altKey: true }))).toBeUndefined()
  })
})
