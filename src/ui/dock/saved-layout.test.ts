import { beforeEach, expect, test } from 'vitest'
import { save } from '../saved.ts'
import type { Arrangement } from './arrangement.ts'
import { widthOf } from './arrangement.ts'
import { createLayout } from './layout.ts'
import { parseLayout } from './saved-layout.ts'

const MOVED: Arrangement = {
  direction: 'row',
  width: 1224,
  height: 580,
  standardWidth: 384,
  root: {
    kind: 'split',
    size: 580,
    parts: [
      { kind: 'tabs', size: 300, panels: ['step'], front: 'step' },
      {
        kind: 'split',
        size: 924,
        parts: [
          { kind: 'tabs', size: 200, panels: ['events'], front: 'events' },
          { kind: 'tabs', size: 380, panels: ['state', 'world-map'], front: 'world-map' },
        ],
      },
    ],
  },
}

const KEPT = {
  version: 1,
  openPanels: ['world-map', 'events', 'state', 'step', 'timeline'],
  front: 'world-map',
  arrangement: MOVED,
  timelineHeight: 300,
}

beforeEach(() => save('browser', 'layout', undefined))

test('what a person arranged is there after a reload', () => {
  const before = createLayout()
  before.report({
    openPanels: ['events', 'state', 'step', 'timeline', 'world-map'],
    front: 'world-map',
    visible: ['events', 'step', 'timeline', 'world-map'],
    arrangement: MOVED,
  })
  before.setTimelineHeight(300)
  const after = createLayout().store.getState()
  expect(after).toMatchObject({ front: 'world-map', arrangement: MOVED, timelineHeight: 300 })
  expect([...after.visible].toSorted()).toEqual(['events', 'step', 'timeline', 'world-map'])
})

test('a reset forgets it', () => {
  save('browser', 'layout', JSON.stringify(KEPT))
  const layout = createLayout()
  expect(layout.store.getState().timelineHeight).toBe(300)
  layout.reset()
  expect(createLayout().store.getState()).toMatchObject({ arrangement: undefined, timelineHeight: undefined })
})

test('the width of a panel is that of its part in a row', () => {
  expect(widthOf(MOVED, 'step')).toBe(300)
  // It stands above others, and they all beside the inspector.
  expect(widthOf(MOVED, 'events')).toBe(924)
  expect(widthOf({ ...MOVED, direction: 'column' }, 'step')).toBeUndefined()
})

test('a whole layout is believed', () => {
  expect(parseLayout(JSON.parse(JSON.stringify(KEPT)))).toMatchObject({ arrangement: MOVED })
})

const tampered = (change: (kept: { arrangement: { root: { parts: unknown[] } } }) => void): unknown => {
  const kept: unknown = JSON.parse(JSON.stringify(KEPT))
  change(kept as Parameters<typeof change>[0])
  return kept
}

test.each([
  ['nothing', undefined],
  ['a text', 'world-map'],
  ['another version', { ...KEPT, version: 2 }],
  ['an unknown panel', { ...KEPT, openPanels: ['world-map', 'terminal'] }],
  ['a panel twice', { ...KEPT, openPanels: ['world-map', 'world-map'] }],
  ['no arrangement of all that is open', { ...KEPT, openPanels: ['world-map', 'timeline'] }],
  ['a part of nothing', tampered(({ arrangement }) => arrangement.root.parts.push(null))],
  ['a panel in two places', tampered(({ arrangement: { root } }) => root.parts.push(root.parts[0]))],
  [
    'a size that is none',
    tampered(({ arrangement: { root } }) => Object.assign(root.parts[0] ?? {}, { size: 'wide' })),
  ],
  [
    'a front that is not there',
    tampered(({ arrangement: { root } }) => Object.assign(root.parts[0] ?? {}, { front: 'state' })),
  ],
])('%s is not believed', (_what, value) => {
  expect(parseLayout(value)).toBeUndefined()
})

test.each(['', '{', '[]', '{"version":1}', 'world-map,events world-map'])(
  '%s gives the standard layout',
  (text) => {
    save('browser', 'layout', text)
    expect(createLayout().store.getState()).toMatchObject({
      front: 'world-map',
      visible: ['world-map', 'timeline', 'step'],
      arrangement: undefined,
    })
  },
)

test('a narrow window shows the inspector only as a drawer', () => {
  const layout = createLayout()
  layout.setNarrow(true)
  expect(layout.store.getState().visible).toEqual(['world-map', 'timeline'])
  layout.open('step')
  expect(layout.store.getState()).toMatchObject({
    drawer: 'step',
    visible: ['world-map', 'timeline', 'step'],
  })
  layout.close('step')
  expect(layout.store.getState().visible).toEqual(['world-map', 'timeline'])
  layout.setNarrow(false)
  expect(layout.store.getState().visible).toEqual(['world-map', 'timeline', 'step'])
})
