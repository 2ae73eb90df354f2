import { showControls } from '../presentation/plain.ts'
import './panel-widgets.css'

/** A state path whose middle goes when room is short: the collection and the field are what one looks for. */
export function PathText({ path }: { readonly path: string }) {
  const shown = showControls(path)
  const cut = shown.lastIndexOf('/') + 1
  return (
    <span className="path-text" title={shown}>
      <span className="path-text-head">{shown.slice(0, cut)}</span>
      <span className="path-text-tail">{shown.slice(cut)}</span>
    </span>
  )
}
