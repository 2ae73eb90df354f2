/** What can be selected: `agent:hesper`, `location:kessel`, `event:118402`, `path:agents/hesper/pos`. */
const REF_KINDS = ['agent', 'location', 'event', 'path'] as const

export type RefKind = (typeof REF_KINDS)[number]

export type Ref = `${RefKind}:${string}`

/** Longest id that a link may carry. */
const REF_LENGTH_MAX = 512

export function refOf(kind: RefKind, id: string | number): Ref {
  return `${kind}:${id}`
}

export function isRef(value: unknown): value is Ref {
  if (typeof value !== 'string' || value.length > REF_LENGTH_MAX) return false
  const colon = value.indexOf(':')
  return colon > 0 && colon < value.length - 1 && REF_KINDS.some((kind) => kind === value.slice(0, colon))
}

/** The id when `ref` is of this kind. */
export function refId(ref: Ref | undefined, kind: RefKind): string | undefined {
  return ref?.startsWith(`${kind}:`) === true ? ref.slice(kind.length + 1) : undefined
}
