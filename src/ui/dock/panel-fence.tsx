import { Component, type ReactNode } from 'react'
import { translate } from '../i18n/i18n.ts'

interface FenceState {
  readonly reason: string | undefined
}

/** A panel that throws takes only itself down, says so, and can be shown again. */
export class PanelFence extends Component<{ readonly children: ReactNode }, FenceState> {
  override state: FenceState = { reason: undefined }

  static getDerivedStateFromError(error: unknown): FenceState {
    return { reason: error instanceof Error ? error.message : String(error) }
  }

  override render(): ReactNode {
    const { reason } = this.state
    if (reason === undefined) return this.props.children
    return (
      <div className="panel-empty" role="alert">
        <p>{translate('boot.panelFailed', { reason })}</p>
        <button type="button" className="button" onClick={() => this.setState({ reason: undefined })}>
          {translate('boot.panelAgain')}
        </button>
      </div>
    )
  }
}
