/** Dark, light, or as the system says. `public/theme-first.js` applies a saved wish before the first picture. */
import { readSaved, save } from '../saved.ts'

export const THEMES = ['system', 'dark', 'light'] as const

export type Theme = (typeof THEMES)[number]

const listeners = new Set<() => void>()

export function isTheme(value: unknown): value is Theme {
  return THEMES.some((theme) => theme === value)
}

/** What the person chose. */
export function currentTheme(): Theme {
  const saved = readSaved('browser', 'theme')
  return isTheme(saved) ? saved : 'system'
}

export function setTheme(theme: Theme): void {
  if (theme === 'system') {
    delete document.documentElement.dataset['theme']
    save('browser', 'theme', undefined)
  } else {
    document.documentElement.dataset['theme'] = theme
    save('browser', 'theme', theme)
  }
  for (const listener of listeners) listener()
}

export function subscribeTheme(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
