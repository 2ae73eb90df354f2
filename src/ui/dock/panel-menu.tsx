import { DropdownMenu } from 'radix-ui'
import { useText } from '../i18n/i18n.ts'
import { Icon } from '../widgets/icon.tsx'
import { useDockParts, useLayout } from './dock-context.ts'
import '../shell/menu.css'

/** Which panels are there, and the way back to the first layout. */
export function PanelMenu() {
  const t = useText()
  const { panels, layout } = useDockParts()
  const openPanels = useLayout((state) => state.openPanels)
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="icon-button" aria-label={t('dock.menu')} title={t('dock.menu')}>
        <Icon name="more" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu menu-narrow popover" align="end" sideOffset={4}>
          {panels.map((panel) => {
            const isOpen = openPanels.includes(panel.id)
            return (
              <DropdownMenu.CheckboxItem
                key={panel.id}
                className="menu-item"
                checked={isOpen}
                onCheckedChange={() => (isOpen ? layout.close(panel.id) : layout.open(panel.id))}
              >
                <span className="menu-mark">{isOpen && <Icon name="check" size={14} />}</span>
                {t(panel.titleKey)}
              </DropdownMenu.CheckboxItem>
            )
          })}
          <DropdownMenu.Separator className="menu-line" />
          <DropdownMenu.Item className="menu-item" onSelect={() => layout.reset()}>
            <span className="menu-mark">
              <Icon name="reset" size={14} />
            </span>
            {t('dock.reset')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
