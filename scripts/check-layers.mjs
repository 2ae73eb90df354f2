// @ts-check
// `npm run check:layers`: the arrows between folders, and a planted fault for every rule.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { cruise } from 'dependency-cruiser'
import { root } from './files.mjs'
import { faultByRule, lawful } from './layer-faults.mjs'

/** @type {{forbidden: {name: string, comment: string}[], options: object}} */
const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs')

/** @param {string} baseDir @param {string[]} folders */
async function look(baseDir, folders) {
  const options = /** @type {import('dependency-cruiser').ICruiseOptions} */ ({
    ...config.options,
    baseDir,
    validate: true,
    ruleSet: { forbidden: config.forbidden },
  })
  const { output } = await cruise(folders, options)
  if (typeof output === 'string') throw new Error('dependency-cruiser answered with text')
  return output
}

/** Writes the faults and the lawful imports as a small tree. @param {string} tree */
function plant(tree) {
  /** @type {Map<string, string[]>} */
  const linesByPath = new Map()
  const lines = (/** @type {string} */ path) => {
    const found = linesByPath.get(path) ?? [`export const here = '${path}'`]
    linesByPath.set(path, found)
    return found
  }
  for (const [from, to] of [...Object.values(faultByRule), ...lawful]) {
    const target = to.replace(/^type:/, '')
    const specifier = target.startsWith('src/')
      ? `./${relative(dirname(from), target)}`.replace('./../', '../')
      : target
    lines(from).push(
      to.startsWith('type:') ? `import type { here as there } from '${specifier}'` : `import '${specifier}'`,
    )
    if (target.startsWith('src/')) lines(target)
  }
  for (const [path, text] of linesByPath) {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), `${text.join('\n')}\n`)
  }
}

/** @type {string[]} */
const faults = []

const tree = join(root, '.build', `layer-faults-${process.pid}`)
try {
  plant(tree)
  const { summary } = await look(tree, ['src'])
  const rules = config.forbidden.map((rule) => rule.name)
  let caught = 0
  for (const rule of rules) {
    const fault = faultByRule[rule]
    if (fault === undefined) faults.push(`rule ${rule} has no planted fault in scripts/layer-faults.mjs`)
    else if (summary.violations.some((found) => found.rule.name === rule && found.from === fault[0]))
      caught += 1
    else faults.push(`rule ${rule} does not see ${fault[0]} → ${fault[1]}`)
  }
  for (const rule of Object.keys(faultByRule)) {
    if (!rules.includes(rule))
      faults.push(`scripts/layer-faults.mjs plants a fault for ${rule}, which is no rule`)
  }
  const planted = new Set(Object.values(faultByRule).map(([from]) => from))
  for (const { rule, from, to } of summary.violations) {
    if (!planted.has(from)) faults.push(`rule ${rule.name} forbids the lawful ${from} → ${to}`)
  }
  process.stdout.write(`${rules.length} rules, ${caught} planted faults caught\n`)
} finally {
  rmSync(tree, { recursive: true, force: true })
}

const { modules, summary } = await look(root, ['src', 'bench', 'e2e', 'scripts'])
const own = modules.filter((module) => /^(src|bench|e2e|scripts)\//.test(module.source))
const ownDependencies = own.reduce((sum, module) => sum + module.dependencies.length, 0)
if (own.length === 0 || ownDependencies === 0)
  faults.push('nothing was looked at: is the TypeScript 6 alias installed?')
for (const { rule, from, to, cycle } of summary.violations) {
  const comment = config.forbidden.find((known) => known.name === rule.name)?.comment ?? ''
  faults.push(
    `${from} → ${cycle ? cycle.map((step) => step.name).join(' → ') : to}  [${rule.name}] ${comment}`,
  )
}
process.stdout.write(`${own.length} modules, ${ownDependencies} dependencies, ${faults.length} faults\n`)
for (const fault of faults) process.stdout.write(`  ${fault}\n`)
process.exitCode = faults.length === 0 ? 0 : 1
