import { useEffect, useState } from 'react'
import { nextFrame } from '../session/next-frame.ts'
import { useSession, useSessionActions, useSessionObject } from '../session/session-context.ts'
import { useLayout } from './dock-context.ts'

/** True once the map has painted a world, or when no map is there to wait for. What is not needed for that comes after. */
export function useFirstPicture(): boolean {
  const { ready } = useSessionObject()
  const { reportFirstPicture } = useSessionActions()
  const hasMap = useLayout((state) => state.visible.includes('world-map'))
  const [isPainted, setPainted] = useState(false)
  useEffect(() => {
    let isHere = true
    void ready.then(() => isHere && setPainted(true))
    return () => {
      isHere = false
    }
  }, [ready])
  const hasPosition = useSession((state) => state.position !== undefined)
  useEffect(() => {
    // With no map in front, the first picture is that of the other panels.
    if (!hasMap && hasPosition) nextFrame(reportFirstPicture)
  }, [hasMap, hasPosition, reportFirstPicture])
  return isPainted || !hasMap
}
