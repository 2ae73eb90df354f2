import { useText } from '../../ui/i18n/i18n.ts'
import { Icon, type IconName } from '../../ui/widgets/icon.tsx'
import type { MapController } from './map-controller.ts'

export function MapControls({
  controller,
  zoomStep,
}: {
  readonly controller: MapController
  readonly zoomStep: number
}) {
  const t = useText()
  return (
    <div className="world-map-controls">
      <ControlButton label={t('map.zoomIn')} icon="plus" onPress={() => controller.zoom(zoomStep)} />
      <ControlButton label={t('map.zoomOut')} icon="minus" onPress={() => controller.zoom(1 / zoomStep)} />
      <ControlButton label={t('map.fit')} icon="fit" onPress={() => controller.fit()} />
    </div>
  )
}

function ControlButton(props: {
  readonly label: string
  readonly icon: IconName
  readonly onPress: () => void
}) {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={props.label}
      title={props.label}
      onClick={props.onPress}
    >
      <Icon name={props.icon} />
    </button>
  )
}
