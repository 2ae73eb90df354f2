// @ts-check
// `npm start`: install what is missing, build when sources changed, serve until told to stop.
import { join } from 'node:path'
import { root } from './files.mjs'
import { ensureDependencies } from './setup.mjs'

const text = process.env['PORT'] ?? '4173'
const port = Number(text)
if (!/^\d+$/.test(text) || port > 65_535) {
  process.stderr.write(`PORT must be a number from 0 to 65535, not "${text}".\n`)
  process.exit(1)
}

ensureDependencies()
const { ensureSite } = await import('./build.mjs')
ensureSite()
const { serve } = await import('./serve.mjs')

try {
  const server = await serve({ folder: join(root, 'dist'), port })
  process.stdout.write(`Orrery is at ${server.address}\n`)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => void server.close().then(() => process.exit(0)))
  }
} catch (fault) {
  const code = fault instanceof Error && 'code' in fault ? fault.code : undefined
  if (code !== 'EADDRINUSE' && code !== 'EACCES') throw fault
  const why = code === 'EADDRINUSE' ? 'is taken by another program' : 'may not be used by you'
  process.stderr.write(`Port ${port} ${why}. Choose another: PORT=4174 npm start (0 takes a free one).\n`)
  process.exit(1)
}
