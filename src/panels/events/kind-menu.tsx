import { DropdownMenu } from 'radix-ui'
import { useText } from '../../ui/i18n/i18n.ts'
import { eventTone } from '../../ui/presentation/events.ts'
import { EVENT_KINDS } from '../../ui/presentation/kinds.gen.ts'
import { shortKind } from '../../ui/presentation/phrases.ts'
import { Icon } from '../../ui/widgets/icon.tsx'
import { PanelIcon } from '../../ui/widgets/panel-icon.tsx'
import { LaneGlyph } from '../../ui/widgets/lane-glyph.tsx'

interface KindMenuProps {
  readonly kinds: readonly string[]
  readonly onChange: (kinds: readonly string[]) => void
}

/** The order of the timeline's lanes, so that one learns it once. */
const IN_LANE_ORDER = EVENT_KINDS.toSorted((a, b) => eventTone(a) - eventTone(b))

/** Which kinds of events to keep; none chosen means all. */
export function KindMenu({ kinds, onChange }: KindMenuProps) {
  const t = useText()
  const label = kinds.length === 0 ? t('events.kindsAll') : t('events.kindsCount', { count: kinds.length })
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="button" aria-label={`${t('events.kinds')}: ${label}`}>
        {label}
        <Icon name="down" size={14} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="events-menu popover" align="start" sideOffset={4}>
          {IN_LANE_ORDER.map((kind) => (
            <DropdownMenu.CheckboxItem
              key={kind}
              className="events-menu-item"
              checked={kinds.includes(kind)}
              onCheckedChange={(isOn) =>
                onChange(isOn ? [...kinds, kind] : kinds.filter((other) => other !== kind))
              }
              // The menu stays open: one often wants two or three kinds.
              onSelect={(event) => event.preventDefault()}
            >
              <span className="events-menu-check">
                <DropdownMenu.ItemIndicator>
                  <PanelIcon name="check" size={14} />
                </DropdownMenu.ItemIndicator>
              </span>
              <LaneGlyph tone={eventTone(kind)} size={14} />
              {shortKind(kind)}
            </DropdownMenu.CheckboxItem>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
