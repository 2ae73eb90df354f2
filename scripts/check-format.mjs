// @ts-check
// `npm run check:format`: biome as a formatter. `npm run format` writes what it asks for.
import { conclude, runTool } from './tool.mjs'

const { ok, text } = runTool('biome', ['format', '--max-diagnostics=20', '--colors=off', '.'])
const looked = Number(/Checked (\d+) files?/.exec(text)?.[1] ?? 0)
conclude({ looked, what: 'files formatted', faults: ok ? [] : [text.trimEnd(), 'Run: npm run format'] })
