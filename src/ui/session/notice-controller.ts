import { type Notice, NOTICES_MAX } from './notices.ts'
import type { SessionStore } from './store.ts'

export type Notify = (notice: Omit<Notice, 'id'>) => void

export function createNotices(store: SessionStore): { readonly notify: Notify; dismiss(id: number): void } {
  let lastId = 0
  return {
    notify(notice) {
      lastId += 1
      const id = lastId
      store.setState((state) => ({ notices: [...state.notices, { ...notice, id }].slice(-NOTICES_MAX) }))
    },
    dismiss(id) {
      store.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }))
    },
  }
}
