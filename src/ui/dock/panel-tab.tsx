import { formatCount } from '../format.ts'
import type { PanelId } from '../panel-api.ts'
import { useSession } from '../session/session-context.ts'

/** What a tab says. The step's tab also says which step, in the colour of time: the one that its panel shows. */
export function PanelTab({ id, title }: { readonly id: PanelId; readonly title: string }) {
  return (
    <span className="tab-label">
      {title}
      {id === 'step' && <StepNumber />}
    </span>
  )
}

function StepNumber() {
  const seq = useSession((state) => state.toldStep ?? state.playhead)
  return <span className="tab-step">{formatCount(seq)}</span>
}
