import { useEffect, useState, useSyncExternalStore } from 'react'
import { fault } from '../../kernel/base/fault.ts'
import { formatCount } from '../../ui/format.ts'
import { usePanelVisible } from '../../ui/dock/dock-context.ts'
import { useText } from '../../ui/i18n/i18n.ts'
import { faultLine } from '../../ui/presentation/faults.ts'
import { refId } from '../../ui/session/ref.ts'
import type { Ref } from '../../ui/session/ref.ts'
import { useSession, useSessionObject } from '../../ui/session/session-context.ts'
import { SearchResults } from './search-results.tsx'
import { StateFoot } from './state-foot.tsx'
import { escapeKey } from './state-path.ts'
import { createStateSource, type StateSource } from './state-source.ts'
import { StateToolbar } from './state-toolbar.tsx'
import { StateTree } from './state-tree.tsx'
import './state.css'

function usePlace(source: StateSource): void {
  const isVisible = usePanelVisible()
  const world = useSession(({ opened }) =>
    opened === undefined ? undefined : `${opened.world.worldKey}/${opened.branch}`,
  )
  const mark = useSession(({ position }) =>
    position === undefined ? undefined : `${position.seq}/${position.k}`,
  )
  useEffect(() => {
    if (isVisible && world !== undefined && mark !== undefined) source.setPlace({ world, mark })
  }, [source, isVisible, world, mark])
}

/** The path that a selection made elsewhere stands for. */
function pathOfSelection(selection: Ref | undefined): string | undefined {
  const agent = refId(selection, 'agent')
  if (agent !== undefined) return `agents/${escapeKey(agent)}`
  const location = refId(selection, 'location')
  return location === undefined ? refId(selection, 'path') : `locations/${escapeKey(location)}`
}

export function Panel() {
  const t = useText()
  const { replay } = useSessionObject()
  const [source] = useState(() => createStateSource(replay))
  const snapshot = useSyncExternalStore(source.subscribe, source.read)
  const [active, setActive] = useState<string | undefined>(undefined)
  const [absent, setAbsent] = useState<string | undefined>(undefined)
  const [text, setText] = useState('')
  const seq = formatCount(useSession((state) => state.position?.seq ?? 0))
  const selected = pathOfSelection(useSession((state) => state.selection))
  usePlace(source)

  const open = (path: string): void => {
    setText('')
    setActive(path)
    void source.reveal(path)
  }
  return (
    <div className="panel state">
      <StateToolbar
        text={text}
        onText={setText}
        hasOpen={snapshot.tree.hasOpen}
        onCloseAll={() => {
          source.closeAll()
          setActive(undefined)
        }}
      />
      {snapshot.fault === undefined ? undefined : (
        <div className="state-fault" role="alert">
          <p className="strong">{t('state.failed', { seq })}</p>
          <p>{faultLine(t, snapshot.fault)}</p>
        </div>
      )}
      {absent === undefined ? undefined : (
        <p className="state-absent" role="status">
          {faultLine(t, fault('input.invalid', { path: absent, reason: 'absent' }))}
        </p>
      )}
      {text === '' ? (
        <StateTree
          source={source}
          snapshot={snapshot}
          active={active}
          onActive={setActive}
          wanted={selected}
          onAbsent={setAbsent}
          isAbsent={absent !== undefined}
        />
      ) : (
        <SearchResults text={text} onOpen={open} onClear={() => setText('')} />
      )}
      <StateFoot path={text === '' ? active : undefined} />
    </div>
  )
}
