import { formatCount } from '../../ui/format.ts'
import { useText } from '../../ui/i18n/i18n.ts'
import type { Translate } from '../../ui/i18n/text.ts'
import { previewText, showControls } from '../../ui/presentation/plain.ts'
import { PanelIcon } from '../../ui/widgets/panel-icon.tsx'
import { ValueText } from '../../ui/widgets/value-text.tsx'
import type { StateNode } from '../../workers/protocol.ts'
import type { TreeRow } from './tree-model.ts'

interface StateRowProps {
  readonly id: string
  readonly row: TreeRow
  /** Distance from the top of the tree, in pixels. */
  readonly top: number
  readonly isActive: boolean
  readonly isSelected: boolean
  readonly onToggle: (open: boolean) => void
  readonly onSelect: () => void
}

const INDENT_PX = 16
const VALUE_LENGTH_MAX = 64

const placeAt = (top: number, depth: number) => ({
  transform: `translateY(${top}px)`,
  paddingLeft: `${12 + (depth - 1) * INDENT_PX}px`,
})

/** One collection, record or field. */
export function StateRow({ id, row, top, isActive, isSelected, onToggle, onSelect }: StateRowProps) {
  const t = useText()
  const { node, isOpen, depth } = row
  const canOpen = node !== undefined && node.childCount > 0
  return (
    <div
      id={id}
      className="state-row"
      role="treeitem"
      aria-level={depth}
      aria-posinset={row.place + 1}
      aria-setsize={row.siblings}
      aria-expanded={canOpen ? isOpen : undefined}
      aria-selected={isSelected}
      aria-busy={node === undefined}
      data-active={isActive}
      style={placeAt(top, depth)}
      onClick={onSelect}
      onDoubleClick={() => (canOpen ? onToggle(!isOpen) : undefined)}
    >
      <span
        className="state-twist"
        data-open={isOpen}
        onClick={(event) => {
          if (!canOpen) return
          event.stopPropagation()
          onToggle(!isOpen)
        }}
      >
        {canOpen ? <PanelIcon name="right" size={14} /> : undefined}
      </span>
      {node === undefined ? (
        <span className="state-waiting">{t('state.loading')}</span>
      ) : (
        <NodeText node={node} />
      )}
    </div>
  )
}

function NodeText({ node }: { readonly node: StateNode }) {
  const t = useText()
  const label = showControls(node.label)
  return (
    <>
      <span className="state-change" data-changed={node.isChanged}>
        {node.isChanged ? (
          <>
            <span aria-hidden="true">~</span>
            <span className="visually-hidden">{t('state.changed')}</span>
          </>
        ) : undefined}
      </span>
      <span className="state-label clip" title={showControls(node.path)}>
        {label}
      </span>
      {node.value === undefined ? undefined : (
        <span className="state-value clip">
          {node.kind === 'record' ? (
            previewText(node.value)
          ) : (
            <ValueText value={node.value} lengthMax={VALUE_LENGTH_MAX} />
          )}
        </span>
      )}
      <span className="state-size">{sizeOf(t, node)}</span>
    </>
  )
}

function sizeOf(t: Translate, { kind, childCount }: StateNode): string {
  switch (kind) {
    case 'collection':
      return t('state.records', { count: childCount })
    case 'record':
    case 'map':
      return t('presentation.fields', { count: childCount })
    case 'list':
      return t('presentation.items', { count: childCount })
    case 'leaf':
      return ''
    default:
      return formatCount(childCount)
  }
}
