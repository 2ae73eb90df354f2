/**
 * The address of what is on the screen: `#w=<genesis hash>&b=<branch>&s=<seq>&sel=<kind:id>&v=1`.
 * A link comes from a stranger: each part is checked, a bad one is left out and named, the rest still opens.
 */
import { cutMiddle, showControls } from '../presentation/plain.ts'
import { isRef, type Ref } from '../session/ref.ts'

export interface Link {
  readonly world: string | undefined
  readonly branch: string | undefined
  readonly seq: number | undefined
  readonly selection: Ref | undefined
}

export interface ParsedLink {
  readonly link: Link
  /** Names of the parts that could not be understood, as they may be shown. */
  readonly badParts: readonly string[]
}

const VERSION = '1'
const HASH = /^[0-9a-f]{64}$/
const BRANCH = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,127}$/u
const SEQ = /^(0|[1-9]\d{0,14})$/
const KNOWN_PARTS = new Set(['w', 'b', 's', 'sel', 'v'])

/** A part’s name comes from a stranger, and is only shown. */
const NAME_LENGTH_MAX = 24

export const EMPTY_LINK: Link = { world: undefined, branch: undefined, seq: undefined, selection: undefined }

export function parseLink(fragment: string): ParsedLink {
  const parts = new URLSearchParams(fragment.replace(/^#/, ''))
  const bad = new Set<string>()
  /** The first part of a name counts; whatever says it again is named. */
  const seen = new Set<string>()
  for (const name of parts.keys()) {
    if (!KNOWN_PARTS.has(name) || seen.has(name)) bad.add(name)
    seen.add(name)
  }
  const take = <Value>(name: string, read: (text: string) => Value | undefined): Value | undefined => {
    const text = parts.get(name)
    if (text === null) return undefined
    const value = read(text)
    if (value === undefined) bad.add(name)
    return value
  }
  take('v', (text) => (text === VERSION ? text : undefined))
  const link: Link = {
    world: take('w', (text) => (HASH.test(text) ? text : undefined)),
    branch: take('b', (text) => (BRANCH.test(text) ? text : undefined)),
    seq: take('s', (text) => (SEQ.test(text) ? Number(text) : undefined)),
    selection: take('sel', (text) => (isRef(text) ? text : undefined)),
  }
  return { link, badParts: [...bad].map((name) => cutMiddle(showControls(name), NAME_LENGTH_MAX)) }
}

/** Keeps `:` and `/` readable; everything that could end a part is escaped. */
function escapePart(text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':').replaceAll('%2F', '/')
}

export function formatLink(link: Link): string {
  const parts: string[] = []
  if (link.world !== undefined) parts.push(`w=${link.world}`)
  if (link.branch !== undefined) parts.push(`b=${escapePart(link.branch)}`)
  if (link.seq !== undefined) parts.push(`s=${link.seq}`)
  if (link.selection !== undefined) parts.push(`sel=${escapePart(link.selection)}`)
  parts.push(`v=${VERSION}`)
  return `#${parts.join('&')}`
}
