import type { FileActions, FileControllerDeps } from './file-controller.ts'

/** The file controller, fetched when the first file or verification is asked for. */
export function createLazyFiles(deps: FileControllerDeps): FileActions {
  let loading: Promise<FileActions> | undefined
  const fetchFiles = async (): Promise<FileActions> =>
    (await import('./file-controller.ts')).createFileController(deps)
  const files = (): Promise<FileActions> => (loading ??= fetchFiles())
  return {
    verify: async () => (await files()).verify(),
    cancelVerify: async () => (await files()).cancelVerify(),
    exportFile: async () => (await files()).exportFile(),
    importFile: async (...given) => (await files()).importFile(...given),
    dismissRefusedFile: () => void files().then((controller) => controller.dismissRefusedFile()),
  }
}
