import { Component, type ReactNode } from 'react'
import { translate } from '../i18n/i18n.ts'

/** The last fence: a fault of the page itself never leaves a white window, and the journal is safe in its worker. */
export class StudioFence extends Component<
  { readonly children: ReactNode },
  { readonly hasFailed: boolean }
> {
  override state = { hasFailed: false }

  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true }
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children
    return (
      <div className="boot-view boot-failed" role="alert">
        <h1 className="strong">{translate('boot.crashTitle')}</h1>
        <p className="dialog-text">{translate('boot.crashBody')}</p>
        <button type="button" className="button button-primary" onClick={() => location.reload()}>
          {translate('boot.reload')}
        </button>
      </div>
    )
  }
}
