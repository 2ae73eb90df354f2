import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

export interface SelectProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly className?: string
  /** `option` elements. */
  readonly children: ReactNode
}

/** The browser's own list in the studio's clothes. */
export function Select({ label, value, onChange, className = '', children }: SelectProps) {
  return (
    <span className={`select-box ${className}`}>
      <select
        className="select"
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {children}
      </select>
      <Icon name="down" size={14} />
    </span>
  )
}
