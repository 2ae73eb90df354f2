// Compiles modules/sha256 and writes it as text into src/adapters/sha256-wasm.gen.ts: workers may not connect
// anywhere, so the bytes travel inside the script. `--check` compares instead of writing.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import asc from 'assemblyscript/asc'

const root = new URL('..', import.meta.url).pathname
const target = join(root, 'src/adapters/sha256-wasm.gen.ts')
const folder = mkdtempSync(join(tmpdir(), 'orrery-sha256-'))
try {
  const wasm = join(folder, 'sha256.wasm')
  const flags = ['-O3', '--runtime', 'stub', '--enable', 'simd', '--noAssert', '-o', wasm]
  const { error, stderr } = await asc.main([join(root, 'modules/sha256/sha256.ts'), ...flags])
  if (error) throw new Error(stderr.toString(), { cause: error })
  const text = `// Made by scripts/build-sha256.mjs from modules/sha256/sha256.ts. Do not edit.
export const SHA256_WASM_BASE64 =
  '${readFileSync(wasm).toString('base64')}'
`
  if (process.argv.includes('--check')) {
    const isFresh = readFileSync(target, 'utf8') === text
    console.log(`1 built module compared, ${isFresh ? 'fresh' : 'stale: run node scripts/build-sha256.mjs'}`)
    process.exitCode = isFresh ? 0 : 1
  } else {
    writeFileSync(target, text)
    console.log(`wrote src/adapters/sha256-wasm.gen.ts, ${readFileSync(wasm).length} bytes of wasm`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
