/** Global keys: only what no editable element and no focused widget wants for itself. */
import type { Chord, Command } from './command.ts'

const NAVIGATION = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown']
const PRESS = ['Enter', ' ']

/** What a focused widget does with keys, by its role. */
const KEYS_BY_ROLE: Readonly<Record<string, readonly string[]>> = {
  button: PRESS,
  link: ['Enter'],
  checkbox: PRESS,
  switch: PRESS,
  tab: [...NAVIGATION, ...PRESS],
  slider: NAVIGATION,
  separator: NAVIGATION,
  option: [...NAVIGATION, ...PRESS],
  listbox: [...NAVIGATION, ...PRESS],
  row: [...NAVIGATION, ...PRESS],
  grid: [...NAVIGATION, ...PRESS],
  treeitem: [...NAVIGATION, ...PRESS],
  tree: [...NAVIGATION, ...PRESS],
  menuitem: [...NAVIGATION, ...PRESS],
  menu: [...NAVIGATION, ...PRESS],
}

const ROLE_BY_TAG: Readonly<Record<string, string>> = { BUTTON: 'button', A: 'link', SUMMARY: 'button' }

function isEditable(target: Element): boolean {
  return target.closest('input, textarea, select, [contenteditable]:not([contenteditable="false"])') !== null
}

/** True when the focused widget uses this key itself. */
function isTaken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false
  if (isEditable(target)) return true
  // In a dialog or a menu only its own keys act.
  if (target.closest('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null) return true
  const role = target.getAttribute('role') ?? ROLE_BY_TAG[target.tagName]
  return role !== undefined && (KEYS_BY_ROLE[role] ?? []).includes(key)
}

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'> &
  Partial<Pick<KeyboardEvent, 'getModifierState'>>

function isPressed(chord: Chord, event: Pressed): boolean {
  const isLetter = /^[A-Z]$/.test(chord.key)
  const isKey = isLetter ? event.code === `Key${chord.key}` : event.key === chord.key
  // AltGr only writes the sign: on many keyboards there is no other way to a bracket.
  const isWritten = !isLetter && event.getModifierState?.('AltGraph') === true
  if (isKey && isWritten) return chord.mod !== true
  const hasMod = event.ctrlKey || event.metaKey
  return (
    isKey && !event.altKey && hasMod === (chord.mod ?? false) && event.shiftKey === (chord.shift ?? false)
  )
}

/** The command of a key press, if any. */
export function commandFor(commands: readonly Command[], event: Pressed): Command | undefined {
  return commands.find((command) => command.chords.some((chord) => isPressed(chord, event)))
}

/** Listens on the window for what is left over; returns how to stop. */
export function listenForKeys(commands: readonly Command[], run: (command: Command) => void): () => void {
  const pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return
    const command = commandFor(commands, event)
    if (command === undefined || isTaken(event.target, event.key)) return
    event.preventDefault()
    run(command)
  }
  addEventListener('keydown', pressed)
  return () => removeEventListener('keydown', pressed)
}
