import type { Sentence } from '../presentation/sentence.ts'
import type { Ref } from '../session/ref.ts'
import './panel-widgets.css'

interface SentenceTextProps {
  readonly sentence: Sentence
  readonly onSelect: (ref: Ref) => void
  /** The same thing lights up wherever it is shown. */
  readonly onHover: (ref: Ref | undefined) => void
}

/** A sentence whose agents and places can be selected. */
export function SentenceText({ sentence, onSelect, onHover }: SentenceTextProps) {
  return (
    <>
      {sentence.map((part, at) =>
        typeof part === 'string' ? (
          part
        ) : (
          <button
            key={at}
            type="button"
            className="text-link"
            title={part.title}
            onClick={() => onSelect(part.ref)}
            onPointerEnter={() => onHover(part.ref)}
            onPointerLeave={() => onHover(undefined)}
          >
            {part.text}
          </button>
        ),
      )}
    </>
  )
}
