/** Keys as people read them on their keyboard. */
import type { Chord, Command } from './command.ts'

const SIGNS: Readonly<Record<string, string>> = {
  ' ': 'Space',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
}

export function chordText({ key, shift = false, mod = false }: Chord, isMac: boolean): string {
  const sign = SIGNS[key] ?? key
  if (isMac) return `${shift ? '⇧' : ''}${mod ? '⌘' : ''}${sign}`
  return [...(mod ? ['Ctrl'] : []), ...(shift ? ['Shift'] : []), sign].join('+')
}

/** `Step back (←)`; the label alone for a command without keys. */
export function withKeys(label: string, command: Command | undefined, isMac: boolean): string {
  const chord = command?.chords[0]
  return chord === undefined ? label : `${label} (${chordText(chord, isMac)})`
}
