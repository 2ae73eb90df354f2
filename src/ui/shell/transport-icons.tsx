/** Pictures of the transport, drawn for a 16 × 16 box. */
const PATHS = {
  start: { fill: 'M12.5 4v8L8.5 8zM8 4v8L4 8z', stroke: 'M3.25 4v8' },
  stepBack: { fill: 'M11.5 4v8L5.75 8z', stroke: 'M4.25 4v8' },
  stepForward: { fill: 'M4.5 4v8L10.25 8z', stroke: 'M11.75 4v8' },
  play: { fill: 'M5 3.2v9.6l7.6-4.8z', stroke: '' },
  pause: { fill: 'M4.25 3.5h2.5v9h-2.5zM9.25 3.5h2.5v9h-2.5z', stroke: '' },
} as const

export function TransportIcon({
  name,
  size = 16,
}: {
  readonly name: keyof typeof PATHS
  readonly size?: number
}) {
  const { fill, stroke } = PATHS[name]
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path d={fill} fill="currentColor" />
      {stroke !== '' && (
        <path d={stroke} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      )}
    </svg>
  )
}
