/** Sentences about modules: what happened to them, what somebody does with them, and why a change is not made. */
import { MODULE_ISSUES, type ModuleIssueCode } from '../../kernel/catalogue/module-issues.ts'
import type { PlainValue } from '../../workers/protocol.ts'
import type { KnownActionKind, KnownEventKind } from './kinds.gen.ts'
import { actorPart, numberPart, type Say, type Speaker, textPart } from './phrases.ts'
import { fieldOf, listOf, numberOf, textOf } from './plain.ts'
import { type Sentence, speak } from './sentence.ts'

interface ModulePresentation {
  readonly tone: 7
  readonly say: Say
}

type SayWhy = (data: PlainValue | undefined, speaker: Speaker) => Sentence

const shown = (say: Say): ModulePresentation => ({ tone: 7, say })

type ModuleEventKind = Extract<KnownEventKind, `module.${string}`>
type ModuleActionKind = Extract<KnownActionKind, `module.${string}`>

const moduleOf = (p: PlainValue | undefined): string => textPart(p, 'module_id')

export const MODULE_EVENTS: Readonly<Record<ModuleEventKind, ModulePresentation>> = {
  'module.artifact_added': shown((p, s) =>
    speak((v) => s.t('moduleFacts.artifactAdded', v), {
      actor: actorPart(textOf(p, 'added_by') ?? '?', s),
      size: numberPart(p, 'size'),
    }),
  ),
  'module.registered': shown((p, { t }) => {
    const manifest = fieldOf(p, 'module')
    return speak((v) => t('moduleFacts.registered', v), {
      module: moduleOf(manifest),
      version: textPart(manifest, 'version'),
    })
  }),
  'module.upgraded': shown((p, { t }) =>
    speak((v) => t('moduleFacts.upgraded', v), {
      module: moduleOf(p),
      version: textPart(p, 'to_version'),
      from: textPart(p, 'from_version'),
    }),
  ),
  'module.activated': shown((p, { t }) =>
    speak((v) => t('moduleFacts.activated', v), { module: moduleOf(p), version: textPart(p, 'version') }),
  ),
  'module.deactivated': shown((p, { t }) =>
    speak((v) => t('moduleFacts.deactivated', v), { module: moduleOf(p), reason: textPart(p, 'reason') }),
  ),
  'module.load_failed': shown((p, s) =>
    speak((v) => s.t('moduleFacts.loadFailed', v), {
      module: moduleOf(p),
      issue: issuePart(fieldOf(p, 'detail'), s),
    }),
  ),
  'module.validation_failed': shown((p, s) =>
    speak((v) => s.t('moduleFacts.validationFailed', v), {
      module: moduleOf(p),
      issue: issuePart(fieldOf(p, 'detail'), s),
    }),
  ),
  'module.call_failed': shown((p, { t }) =>
    speak((v) => t('moduleFacts.callFailed', v), {
      module: moduleOf(p),
      code: textPart(p, 'code'),
      detail: textPart(p, 'detail'),
    }),
  ),
  'module.recovered': shown((p, { t }) =>
    speak((v) => t('moduleFacts.recovered', v), { module: moduleOf(p) }),
  ),
  'module.quarantined': shown((p, { t }) =>
    speak((v) => t('moduleFacts.quarantined', { ...v, count: numberOf(p, 'failures') ?? 0 }), {
      module: moduleOf(p),
      code: textPart(p, 'code'),
    }),
  ),
  'module.state_updated': shown((p, { t }) => {
    const parts = { module: textPart(p, 'module'), shard: textPart(p, 'shard') }
    return textOf(p, 'shard') === ''
      ? speak((v) => t('moduleFacts.stateUpdated', v), parts)
      : speak((v) => t('moduleFacts.stateUpdatedShard', v), parts)
  }),
}

export const MODULE_ACTIONS: Readonly<Record<ModuleActionKind, ModulePresentation>> = {
  'module.add_artifact': shown((_, s, { actor }) =>
    speak((v) => s.t('moduleFacts.actAddArtifact', v), { actor: actorPart(actor, s) }),
  ),
  'module.change': shown((p, s, { actor }) =>
    speak((v) => s.t('moduleFacts.actChange', v), {
      actor: actorPart(actor, s),
      changes: changesPart(fieldOf(p, 'changes'), s),
    }),
  ),
}

/** What a change set does, in the order in which it is done. */
function changesPart(changes: PlainValue | undefined, { t }: Speaker): string {
  const said = [
    ...listOf(changes, 'register').map((each) =>
      t('moduleFacts.register', { module: moduleOf(each), version: textPart(each, 'version') }),
    ),
    ...listOf(changes, 'upgrade').map((each) =>
      t('moduleFacts.upgrade', {
        module: moduleOf(each),
        version: textPart(each, 'to_version'),
        from: textPart(each, 'from_version'),
      }),
    ),
    ...listOf(changes, 'activate').map((each) =>
      t('moduleFacts.activate', { module: moduleOf(each), version: textPart(each, 'version') }),
    ),
    ...listOf(changes, 'deactivate').map((each) => t('moduleFacts.deactivate', { module: moduleOf(each) })),
  ]
  return said.length === 0 ? t('moduleFacts.nothing') : said.join('; ')
}

const isIssueCode = (code: string): code is ModuleIssueCode => Object.hasOwn(MODULE_ISSUES, code)

/** What is wrong with a change of modules; a code of a newer build by its name. */
function issuePart(issue: PlainValue | undefined, { t }: Speaker): string {
  const code = textOf(issue, 'code') ?? '?'
  if (!isIssueCode(code)) return textPart(issue, 'code')
  return t(`moduleIssues.${code}`, {
    module: moduleOf(issue),
    actual: textPart(issue, 'actual'),
    expected: textPart(issue, 'expected'),
    reason: textPart(issue, 'reason'),
  })
}

export const sayArtifactExists: SayWhy = (data, { t }) =>
  speak((v) => t('moduleFacts.rejectArtifactAlreadyExists', v), { hash: textPart(data, 'wasm_hash') })

export const sayChangeInvalid: SayWhy = (data, speaker) =>
  speak((v) => speaker.t('moduleFacts.rejectChangeInvalid', v), {
    issue: issuePart(data, speaker),
    path: textPart(data, 'path'),
  })
