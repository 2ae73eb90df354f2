// Who may import whom. The arrows are drawn in docs/architecture.md; `npm run check:layers` checks them and
// plants one fault for each rule (scripts/layer-faults.mjs), so a rule that cannot fail is itself a failure.

/** Tests and what only they use may reach anywhere. */
const TESTS = String.raw`(\.test\.tsx?$|/testing/)`

/** The kernel is a staircase: a step imports what stands before it. */
const STEPS = [
  'base',
  'codec',
  'wasm',
  'schema',
  'state',
  'journal',
  'catalogue',
  'manifest',
  'packs',
  'world',
  'replay',
  'audit',
]

/** So are the packs. */
const PACKS = ['core', 'space', 'ledger', 'modules', 'effects', 'cells', 'governance']

const PROTOCOL = String.raw`^src/workers/(protocol|client)\.ts$`
/** What the page and its workers both load. */
const BOTH_SIDES = String.raw`^src/workers/shared/(callbacks|gate|lasting-(thread|replay|world))\.ts$`
const SHARED_KERNEL = '^src/kernel/(base|catalogue)/'

/** Code that also runs under Node says so in its name. */
const NODE_CODE = [
  '^src/cli/',
  '^src/(storage|adapters)/(file|node)',
  '^src/(storage|adapters)/.+/(file|node)',
]

/** Everything of ours that is not in the list is forbidden. */
const layer = (name, comment, from, ...allowed) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: TESTS },
  to: { path: '^(src|e2e|bench|scripts)/', pathNot: [...allowed, TESTS] },
})

const stairs = (folder, steps) =>
  steps.slice(0, -1).map((step, index) => ({
    name: `${folder.split('/').at(-1)}-${step}`,
    comment: `${step} imports only what stands before it in ${folder}: not ${steps.slice(index + 1).join(', ')}.`,
    severity: 'error',
    from: { path: `^${folder}/${step}/`, pathNot: TESTS },
    to: { path: `^${folder}/(${steps.slice(index + 1).join('|')})/` },
  }))

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      comment: 'Two files that need each other are one thing cut in the wrong place.',
      severity: 'error',
      from: { path: '^(src|bench|e2e|scripts)/' },
      to: { circular: true },
    },
    {
      name: 'resolves',
      comment: 'An import must lead somewhere.',
      severity: 'error',
      from: { path: '^(src|bench|e2e|scripts)/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'code-without-tests',
      comment: 'What ships must not import a test or its helpers.',
      severity: 'error',
      from: { path: '^src/', pathNot: TESTS },
      to: { path: TESTS },
    },
    layer(
      'main',
      'main puts panels and the shell together.',
      String.raw`^src/main\.tsx$`,
      '^src/(panels|ui)/',
      PROTOCOL,
      SHARED_KERNEL,
    ),
    layer(
      'panels',
      'Panels stand on ui and on the protocol.',
      '^src/panels/',
      '^src/(panels|ui)/',
      PROTOCOL,
      SHARED_KERNEL,
    ),
    {
      name: 'panels-apart',
      comment: 'A panel knows its own folder only; panels meet through the panel API.',
      severity: 'error',
      from: { path: '^src/panels/([^/]+)/', pathNot: TESTS },
      to: { path: '^src/panels/', pathNot: '^src/panels/$1/' },
    },
    layer('ui', 'ui stands on the protocol.', '^src/ui/', '^src/ui/', PROTOCOL, SHARED_KERNEL),
    layer(
      'workers',
      'Workers drive worlds, adapters, storage and the kernel.',
      '^src/workers/',
      '^src/(workers|worlds|adapters|storage|kernel)/',
    ),
    {
      name: 'protocol-carries-no-code',
      comment: 'The page loads protocol and client: of a worker and of the kernel they may take types alone.',
      severity: 'error',
      from: { path: [PROTOCOL, BOTH_SIDES] },
      to: {
        path: '^src/(workers|worlds|adapters|storage|kernel)/',
        pathNot: [PROTOCOL, BOTH_SIDES, SHARED_KERNEL],
        dependencyTypesNot: ['type-only'],
      },
    },
    layer(
      'cli',
      'The command line drives worlds, adapters, storage and the kernel.',
      '^src/cli/',
      '^src/(cli|worlds|adapters|storage|kernel)/',
    ),
    layer(
      'adapters',
      'Adapters stand on storage and the kernel.',
      '^src/adapters/',
      '^src/(adapters|storage|kernel)/',
    ),
    layer('storage', 'Storage stands on the kernel.', '^src/storage/', '^src/(storage|kernel)/'),
    layer('worlds', 'Worlds stand on the kernel.', '^src/worlds/', '^src/(worlds|kernel)/'),
    layer('kernel', 'The kernel stands on nothing.', '^src/kernel/', '^src/kernel/'),
    {
      name: 'kernel-without-packages',
      comment: 'The kernel is the language alone: no package, no Node module.',
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: TESTS },
      to: { pathNot: '^src/' },
    },
    {
      name: 'kernel-steps-are-known',
      comment: 'A new folder of the kernel takes its place in the staircase first (STEPS, PACKS).',
      severity: 'error',
      from: {},
      to: {
        path: '^src/kernel/',
        pathNot: [
          `^src/kernel/(${STEPS.filter((step) => step !== 'packs').join('|')}|testing)/`,
          `^src/kernel/packs/(${PACKS.join('|')})/`,
          TESTS,
        ],
      },
    },
    ...stairs('src/kernel', STEPS),
    ...stairs('src/kernel/packs', PACKS),
    {
      name: 'browser-without-node',
      comment: 'Only code whose name says so (cli, storage/file…, adapters/node…) may use Node.',
      severity: 'error',
      from: { path: '^src/', pathNot: [...NODE_CODE, TESTS] },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^scripts/fixtures/' },
    // Types count as well: an import of a type is still knowledge of the other side.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
    },
  },
}
