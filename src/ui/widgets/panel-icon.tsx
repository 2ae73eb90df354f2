import {
  ArrowRight,
  Check,
  ChevronLeft,
  ChevronRight,
  Copy,
  Link,
  type LucideIcon,
  Search,
  X,
} from 'lucide-react'

const ICONS = {
  arrow: ArrowRight,
  check: Check,
  close: X,
  copy: Copy,
  left: ChevronLeft,
  link: Link,
  right: ChevronRight,
  search: Search,
} as const satisfies Readonly<Record<string, LucideIcon>>

/** Pictures inside panels. The control around one carries the name. */
export function PanelIcon({
  name,
  size = 16,
}: {
  readonly name: keyof typeof ICONS
  readonly size?: 12 | 14 | 16
}) {
  const Drawn = ICONS[name]
  return <Drawn className="icon" size={size} strokeWidth={1.6} aria-hidden="true" />
}
