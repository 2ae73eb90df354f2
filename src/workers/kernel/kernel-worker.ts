/**
 * The script of both workers; the name a worker was given says which it is. Workers that are bundled one by one would
 * each carry the kernel and storage, and the page would fetch them twice before its first picture.
 */
const parts = {
  world: () => import('../world/serve-world.ts'),
  replay: () => import('../replay/serve-replay.ts'),
} as const

// A message that comes while the part is loading would find nobody: it is kept and handed on.
const early: MessageEvent[] = []
const keep = (event: MessageEvent): void => {
  early.push(event)
}
globalThis.addEventListener('message', keep)

// A part that cannot be loaded is an unhandled rejection, which the page hears as the worker's error.
void parts[globalThis.name === 'world' ? 'world' : 'replay']().then(({ serve }) => {
  globalThis.removeEventListener('message', keep)
  serve()
  for (const { data, ports } of early) {
    globalThis.dispatchEvent(new MessageEvent('message', { data, ports: [...ports] }))
  }
})
