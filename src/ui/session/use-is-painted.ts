import { useEffect, useState } from 'react'
import { useSessionObject } from './session-context.ts'
import { whenPainted } from './when-painted.ts'

/** True once the first picture is on the screen, or none will come: what is fetched from then on delays nobody. */
export function useIsPainted(): boolean {
  const session = useSessionObject()
  const [isPainted, setPainted] = useState(false)
  useEffect(() => {
    let isHere = true
    void whenPainted(session).then(() => isHere && setPainted(true))
    return () => {
      isHere = false
    }
  }, [session])
  return isPainted
}
