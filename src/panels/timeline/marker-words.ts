import type { Fault } from '../../kernel/base/fault.ts'
import type { Translate } from '../../ui/i18n/text.ts'
import { tellFault } from '../../ui/presentation/faults.ts'
import { showControls } from '../../ui/presentation/plain.ts'
import type { TimelineMarker } from '../../workers/protocol.ts'

/** Marks that the worker names by the kind of their event. */
const WORDS = {
  'rollback.applied': 'timeline.markRollback',
  'manifest.updated': 'timeline.markManifest',
} as const

const isNamedByKind = (label: string): label is keyof typeof WORDS => Object.hasOwn(WORDS, label)

/** Marks as people read them, and one where something is broken, as the page knows it: the worker only has its kind. */
export function markersInWords(
  t: Translate,
  markers: readonly TimelineMarker[],
  fault: Fault | undefined,
): readonly TimelineMarker[] {
  const said = markers
    .filter((marker) => marker.kind !== 'fault')
    .map((marker) => {
      const { label } = marker
      return { ...marker, label: isNamedByKind(label) ? t(WORDS[label]) : showControls(label) }
    })
  if (fault?.seq === undefined) return said
  return [...said, { seq: fault.seq, kind: 'fault', label: tellFault(t, fault).what }]
}
