import { useText } from '../i18n/i18n.ts'

/** Two orbits, two bodies, and the present in the middle. */
export function Logo() {
  const t = useText()
  return (
    <h1 className="logo">
      <svg width="22" height="22" viewBox="0 0 24 24" role="img" aria-label={t('header.home')}>
        <circle className="logo-far" cx="12" cy="12" r="9.3" />
        <circle className="logo-near" cx="12" cy="12" r="5.3" />
        <circle className="logo-now" cx="12" cy="12" r="2" />
        <circle className="logo-body" cx="19.1" cy="6" r="2.1" />
        <circle className="logo-body" cx="7.7" cy="15.2" r="1.8" />
      </svg>
    </h1>
  )
}
