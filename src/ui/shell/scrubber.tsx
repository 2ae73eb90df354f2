import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react'
import { formatCount } from '../format.ts'
import { useText } from '../i18n/i18n.ts'
import { useSession, useSessionActions, useSessionObject } from '../session/session-context.ts'
import { pageOf, seqAt, shareOf } from './scrub-geometry.ts'

/** The slider Playhead: the whole journal on one line, dragged with a pointer or moved with keys. */
export function Scrubber() {
  const t = useText()
  const { seek } = useSessionActions()
  const { store } = useSessionObject()
  const playhead = useSession((state) => state.playhead)
  const head = useSession((state) => state.head?.seq ?? 0)
  const time = useSession((state) => state.position?.time ?? 0)
  const track = useRef<HTMLDivElement>(null)

  useEffect(() => {
    // A custom property, not a style of its own: the sheet decides what the share means.
    track.current?.style.setProperty('--share', String(shareOf(playhead, head)))
  }, [playhead, head])

  const seekTo = (event: PointerEvent<HTMLDivElement>, as: 'jump' | 'scrub'): void => {
    const box = track.current?.getBoundingClientRect()
    if (box !== undefined) void seek(seqAt(event.clientX, box, head), { as })
  }

  const press = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    // The start of a drag is a place to come back to; what follows only moves.
    seekTo(event, 'jump')
  }

  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event, 'scrub')
  }

  const pressKey = (event: KeyboardEvent<HTMLDivElement>): void => {
    const target = seqForKey(event, store.getState().playhead, head)
    if (target === undefined) return
    event.preventDefault()
    void seek(target, { as: 'scrub' })
  }

  return (
    <div
      className="scrubber"
      role="slider"
      tabIndex={0}
      aria-label={t('transport.playhead')}
      aria-valuemin={0}
      aria-valuenow={playhead}
      aria-valuemax={head}
      aria-valuetext={t('transport.playheadText', {
        seq: formatCount(playhead),
        head: formatCount(head),
        tick: formatCount(time),
      })}
      onPointerDown={press}
      onPointerMove={drag}
      onKeyDown={pressKey}
    >
      <div ref={track} className="scrubber-track">
        <div className="scrubber-past" />
        <div className="scrubber-thumb" />
      </div>
    </div>
  )
}

const LEAP = 10

/** Where a key moves the playhead; undefined for keys that the slider leaves to others. */
function seqForKey(event: KeyboardEvent, seq: number, head: number): number | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined
  const step = event.shiftKey ? LEAP : 1
  switch (event.key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return seq + step
    case 'ArrowLeft':
    case 'ArrowDown':
      return seq - step
    case 'PageUp':
      return seq + pageOf(head)
    case 'PageDown':
      return seq - pageOf(head)
    case 'Home':
      return 0
    case 'End':
      return head
    default:
      return undefined
  }
}
