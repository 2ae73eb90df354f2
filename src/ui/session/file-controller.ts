/** Files in and out, and the check of the whole journal. */
import { fault } from '../../kernel/base/fault.ts'
import { fail, ok, type Result } from '../../kernel/base/result.ts'
import type { OpenedWorld, Progress, ReplayHost, SealReport, WorldHost } from '../../workers/protocol.ts'
import { formatBytes, formatCount } from '../format.ts'
import { showName } from '../presentation/plain.ts'
import type { Notify } from './notice-controller.ts'
import type { SessionActions } from './session-actions.ts'
import type { SessionStore } from './store.ts'
import type { WorldController } from './world-controller.ts'

export type FileActions = Pick<
  SessionActions,
  'verify' | 'cancelVerify' | 'exportFile' | 'importFile' | 'dismissRefusedFile'
>

export interface FileControllerDeps {
  readonly store: SessionStore
  readonly world: WorldHost
  readonly replay: ReplayHost
  readonly worlds: WorldController
  readonly notify: Notify
  /** Hands a finished file to the person. */
  save(file: Blob, name: string): void
}

/** `first-light-48112.orrery`. */
function exportName(worldName: string, seq: number): string {
  const stem = worldName
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return `${stem === '' ? 'world' : stem}-${seq}.orrery`
}

export function createFileController(deps: FileControllerDeps): FileActions {
  const { store, world, replay, worlds, notify, save } = deps

  const verify = async (): Promise<Result<SealReport>> => {
    const { opened, verify: before } = store.getState()
    if (opened === undefined) return fail(fault('world.unknown', { reason: 'none_open' }))
    store.setState({ verify: { state: 'running', progress: undefined } })
    const report = await replay.verify({}, (progress) => {
      if (store.getState().verify.state === 'running')
        store.setState({ verify: { state: 'running', progress } })
    })
    const { branch } = opened
    // What is found out about a world outlives the page: whoever runs it on is told.
    if (report.ok) void world.noteSeals(opened.world.worldKey, branch, report.value)
    if (store.getState().opened?.world.worldKey !== opened.world.worldKey) return report
    if (report.ok) store.setState({ verify: { state: 'done', report: report.value } })
    else if (report.fault.reason === 'cancelled') store.setState({ verify: before })
    else store.setState({ verify: { state: 'failed', fault: report.fault } })
    return report
  }

  const exportFile = async (): ReturnType<SessionActions['exportFile']> => {
    const { opened, durable } = store.getState()
    if (opened === undefined || durable === undefined)
      return fail(fault('world.unknown', { reason: 'none_open' }))
    const name = exportName(opened.world.name, durable.seq)
    store.setState({ transfer: { kind: 'export', name, progress: undefined } })
    const file = await world.exportFile((progress) => keepProgress('export', name, progress))
    store.setState({ transfer: undefined })
    if (!file.ok) {
      notify({ tone: 'danger', textKey: 'notice.refused', values: {}, fault: file.fault })
      return file
    }
    save(file.value, name)
    notify({ tone: 'info', textKey: 'file.exported', values: { name, size: formatBytes(file.value.size) } })
    return ok({ name, bytes: file.value.size })
  }

  const keepProgress = (kind: 'export' | 'import', name: string, progress: Progress): void => {
    if (store.getState().transfer !== undefined) store.setState({ transfer: { kind, name, progress } })
  }

  const importFile = async (
    file: Blob,
    name: string,
    options: { readonly acceptPrefix?: boolean } = {},
  ): Promise<Result<OpenedWorld>> => {
    store.setState({ transfer: { kind: 'import', name, progress: undefined }, refusedFile: undefined })
    const opened = await world.importFile(file, options, (progress) => keepProgress('import', name, progress))
    store.setState({ transfer: undefined })
    if (!opened.ok) {
      const { verifiedFrames = 0, ...located } = opened.fault
      store.setState({ refusedFile: { file, name, fault: located, verifiedFrames } })
      return fail(located)
    }
    const shown = await worlds.show(opened.value)
    const count = opened.value.durable.seq + 1
    notify({
      tone: 'info',
      textKey: options.acceptPrefix === true ? 'file.openedPrefix' : 'file.opened',
      values: { name: showName(name), count, frames: formatCount(count) },
    })
    return shown
  }

  return {
    verify,
    cancelVerify: () => replay.cancelVerify(),
    exportFile,
    importFile,
    dismissRefusedFile: () => store.setState({ refusedFile: undefined }),
  }
}
