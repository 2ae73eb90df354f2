import { lazy, Suspense } from 'react'
import { withWords } from '../i18n/with-words.ts'
import { useSession } from '../session/session-context.ts'
import type { SessionState } from '../session/session-state.ts'

const HaltedBanner = lazy(async () => ({
  default: (await withWords(() => import('./banner-text.tsx'))).HaltedBanner,
}))
const ReadOnlyBanner = lazy(async () => ({
  default: (await withWords(() => import('./banner-text.tsx'))).ReadOnlyBanner,
}))

const isHalted = (state: SessionState): boolean => state.phase === 'open' && state.fault !== undefined

/** What stops the world, over the whole width, with what to do about it; or that another tab runs it. */
export function Banner() {
  const halted = useSession(isHalted)
  const isFollower = useSession((state) => state.phase === 'open' && state.mode === 'follower')
  if (!halted && !isFollower) return null
  return <Suspense>{halted ? <HaltedBanner /> : <ReadOnlyBanner />}</Suspense>
}
