import { type Notice, NOTICES_MAX } from './notices.ts'
import type { SessionStore } from './store.ts'

export type Notify = (notice: Omit<Notice, 'id'>) => void

export interface Notices {
  /** Says something; what stands there in the same words is said once. */
  readonly notify: Notify
  dismiss(id: number): void
  /** Takes back what is no longer true. */
  readonly withdraw: (textKey: Notice['textKey']) => void
}

const words = ({ textKey, values, fault }: Omit<Notice, 'id'>): string =>
  JSON.stringify([textKey, values, fault])

export function createNotices(store: SessionStore): Notices {
  let lastId = 0
  return {
    notify(notice) {
      lastId += 1
      const id = lastId
      store.setState((state) => {
        const others = state.notices.filter((other) => words(other) !== words(notice))
        return { notices: [...others, { ...notice, id }].slice(-NOTICES_MAX) }
      })
    },
    dismiss(id) {
      store.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }))
    },
    withdraw(textKey) {
      store.setState((state) => ({ notices: state.notices.filter((notice) => notice.textKey !== textKey) }))
    },
  }
}
