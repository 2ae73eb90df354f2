import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { formatCount } from '../../ui/format.ts'
import { useText } from '../../ui/i18n/i18n.ts'
import { useSession } from '../../ui/session/session-context.ts'
import { useReplayQuery } from '../../ui/session/use-replay-query.ts'
import type { PlainValue, StateNode } from '../../workers/protocol.ts'
import { LaneGlyph } from '../../ui/widgets/lane-glyph.tsx'
import { KM, type Point, type Size } from './camera.ts'
import { cardPlace } from './card-place.ts'
import { agentsAt, nameOf, nearestPlace } from './facts.ts'
import type { MapController } from './map-controller.ts'
import { materialKey } from './material-names.ts'
import { toneKey } from './tone-names.ts'

/** What stands beside the object under the pointer; it never covers it and never takes the pointer. */
export function HoverCard({ controller }: { readonly controller: MapController }) {
  const card = useStore(controller.chrome, (chrome) => chrome.card)
  const size = useStore(controller.chrome, (chrome) => chrome.size)
  if (card === undefined) return null
  return (
    <CardFrame point={card.point} size={size}>
      {card.object.kind === 'agent' ? (
        <AgentFacts index={card.object.index} />
      ) : (
        <PlaceFacts index={card.object.index} />
      )}
    </CardFrame>
  )
}

function CardFrame(props: { readonly point: Point; readonly size: Size; readonly children: ReactNode }) {
  const { point, size } = props
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const place = cardPlace(point, size, { width: element.offsetWidth, height: element.offsetHeight })
    element.style.setProperty('transform', `translate(${place.x}px, ${place.y}px)`)
  })
  return (
    <div ref={box} className="hover-card popover" aria-hidden="true">
      {props.children}
    </div>
  )
}

const RESOURCE_ROWS = 8

function leafValue(nodes: readonly StateNode[] | undefined, label: string): PlainValue | undefined {
  return nodes?.find((node) => node.label === label && node.kind === 'leaf')?.value
}

/** The agent's stock at the playhead. */
function useResources(id: string): readonly StateNode[] | undefined {
  const { value } = useReplayQuery(`resources ${id}`, async (replay, at) => {
    const path = `agents/${id.replaceAll('~', '~0').replaceAll('/', '~1')}/resources`
    const page = await replay.state({ token: at.token, path, from: 0, count: RESOURCE_ROWS })
    return { id, nodes: page.ok ? page.value.nodes : [] }
  })
  // The answer for another agent may still be the last one here.
  return value?.id === id ? value.nodes : undefined
}

function AgentFacts({ index }: { readonly index: number }) {
  const t = useText()
  const directory = useSession((state) => state.directory)
  const map = useSession((state) => state.position?.map)
  const { id, name } = nameOf(directory, { kind: 'agent', index })
  const nodes = useResources(id)
  if (map === undefined) return null
  const tone = map.tones[index] ?? 0
  const place = nearestPlace(map, directory, index)
  const x = ((map.agents[index * 2] ?? 0) / KM).toFixed(1)
  const y = ((map.agents[index * 2 + 1] ?? 0) / KM).toFixed(1)
  return (
    <>
      <p className="hover-title">
        <span className={`hover-badge tone-ground-${tone}`}>{[...name][0]?.toUpperCase()}</span>
        <span className="clip">{name}</span>
        <span className="hover-id clip">{id}</span>
      </p>
      <dl className="hover-facts">
        {place !== undefined && (
          <Fact label={place.isInside ? t('map.at') : t('map.near')}>{place.name}</Fact>
        )}
        <Fact label={t('map.doing')}>
          {tone > 0 && <LaneGlyph tone={tone} size={12} />}
          {t(toneKey(tone))}
        </Fact>
        <Amount label={t('map.electricity')} value={leafValue(nodes, 'electricity')} />
        <Amount label={t('map.hardware')} value={leafValue(nodes, 'hardware')} />
        <Fact label={t('map.position')}>
          {x}, {y} <span className="ink-3">km</span>
        </Fact>
      </dl>
    </>
  )
}

function PlaceFacts({ index }: { readonly index: number }) {
  const t = useText()
  const directory = useSession((state) => state.directory)
  const map = useSession((state) => state.position?.map)
  const place = directory.locations[index]
  if (place === undefined || map === undefined) return null
  return (
    <>
      <p className="hover-title">
        <span className="clip">{place.name}</span>
        <span className="hover-id clip">{place.id}</span>
      </p>
      <dl className="hover-facts">
        <Fact label={t('map.material')}>{t(materialKey(place.material))}</Fact>
        <Fact label={t('map.radius')}>
          {(place.radiusCm / KM).toFixed(2)} <span className="ink-3">km</span>
        </Fact>
        {place.radiation > 0 && (
          <Fact label={t('map.radiation')}>
            {place.radiation} <span className="ink-3">{t('map.perTick')}</span>
          </Fact>
        )}
        <Fact label={t('map.agentsHere')}>{agentsAt(map, directory, index)}</Fact>
      </dl>
    </>
  )
}

function Amount({ label, value }: { readonly label: string; readonly value: PlainValue | undefined }) {
  return typeof value === 'number' ? <Fact label={label}>{formatCount(value)}</Fact> : null
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  )
}
