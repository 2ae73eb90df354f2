import { useEffect, useState } from 'react'
import { useSessionObject } from '../session/session-context.ts'
import { useLayout } from './dock-context.ts'

/** True once the map has painted a world, or when no map is there to wait for. What is not needed for that comes after. */
export function useFirstPicture(): boolean {
  const { ready } = useSessionObject()
  const hasMap = useLayout((state) => state.visible.includes('world-map'))
  const [isPainted, setPainted] = useState(false)
  useEffect(() => {
    let isHere = true
    void ready.then(() => isHere && setPainted(true))
    return () => {
      isHere = false
    }
  }, [ready])
  return isPainted || !hasMap
}
