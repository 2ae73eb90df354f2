import { lazy, Suspense } from 'react'
import { useSession } from '../session/session-context.ts'

const RefusedFileDialog = lazy(async () => ({
  default: (await import('./refused-file-dialog.tsx')).RefusedFileDialog,
}))

/** The dialog of a file that does not hold; its code comes with the first such file. */
export function RefusedFile() {
  const refused = useSession((state) => state.refusedFile)
  if (refused === undefined) return null
  return (
    <Suspense>
      <RefusedFileDialog refused={refused} />
    </Suspense>
  )
}
