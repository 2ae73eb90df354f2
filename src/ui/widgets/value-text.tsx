import { useText } from '../i18n/i18n.ts'
import { shortHash } from '../format.ts'
import { cutMiddle, showControls, summariseValue } from '../presentation/plain.ts'
import type { PlainValue } from '../../workers/protocol.ts'

interface ValueTextProps {
  readonly value: PlainValue
  /** Longest text shown; the rest is cut from its middle. */
  readonly lengthMax?: number
}

const LENGTH_MAX = 20

/** A value in a row: itself when it is short, what it is made of when it is not. */
export function ValueText({ value, lengthMax = LENGTH_MAX }: ValueTextProps) {
  const t = useText()
  const summary = summariseValue(value)
  switch (summary.type) {
    case 'text':
      return <>{cutMiddle(showControls(summary.text), lengthMax)}</>
    case 'hash':
      return <>{shortHash(summary.hash)}</>
    case 'fields':
      return <>{t('presentation.fields', { count: summary.count })}</>
    case 'items':
      return <>{t('presentation.items', { count: summary.count })}</>
    case 'bytes':
      return <>{t('presentation.bytes', { count: summary.count })}</>
  }
}

/** True when a row shows less than the whole value. */
export function isCut(value: PlainValue | undefined, lengthMax = LENGTH_MAX): boolean {
  if (value === undefined) return false
  const summary = summariseValue(value)
  if (summary.type === 'text') return showControls(summary.text).length > lengthMax
  return summary.type === 'hash' || summary.count > 0
}
