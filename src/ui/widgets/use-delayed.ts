import { useEffect, useState } from 'react'

/** Waiting shorter than this is not worth a mark on the screen. */
const PATIENCE_MS = 500

/** True once `isWaiting` has lasted for half a second. */
export function usePatienceOver(isWaiting: boolean): boolean {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    if (!isWaiting) return
    const timer = setTimeout(() => setOver(true), PATIENCE_MS)
    return () => {
      clearTimeout(timer)
      setOver(false)
    }
  }, [isWaiting])
  return isWaiting && isOver
}
