import type { Progress } from '../../workers/protocol.ts'

/** How far a long work is; without a known total it only says that it goes on. */
export function ProgressBar({
  label,
  progress,
}: {
  readonly label: string
  readonly progress: Progress | undefined
}) {
  const isKnown = progress !== undefined && progress.total > 0
  return (
    <progress
      className="progress"
      aria-label={label}
      {...(isKnown ? { value: Math.min(progress.done, progress.total), max: progress.total } : {})}
    />
  )
}

/** 0–100, or undefined while the total is not known. */
export function percentOf(progress: Progress | undefined): number | undefined {
  if (progress === undefined || progress.total <= 0) return undefined
  return Math.floor((Math.min(progress.done, progress.total) / progress.total) * 100)
}
