/** Small wishes of a person kept by the browser. Where storage is forbidden they last as long as the page. */

const fallback = new Map<string, string>()

function store(scope: 'browser' | 'tab'): Storage | undefined {
  try {
    return scope === 'browser' ? localStorage : sessionStorage
  } catch {
    // Reading the property already throws where a person has switched storage off.
    return undefined
  }
}

export function readSaved(scope: 'browser' | 'tab', name: string): string | undefined {
  return store(scope)?.getItem(`orrery.${name}`) ?? fallback.get(name)
}

export function save(scope: 'browser' | 'tab', name: string, value: string | undefined): void {
  const place = store(scope)
  if (value === undefined) {
    place?.removeItem(`orrery.${name}`)
    fallback.delete(name)
  } else if (place === undefined) {
    fallback.set(name, value)
  } else {
    try {
      place.setItem(`orrery.${name}`, value)
    } catch {
      // No room: the wish lasts as long as the page.
      fallback.set(name, value)
    }
  }
}
