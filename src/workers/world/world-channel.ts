import type { HeadInfo } from '../protocol.ts'

/** What the tabs that have one world open tell each other. The leader speaks, followers ask. */
export type WorldMessage =
  | { readonly kind: 'asking' }
  | { readonly kind: 'durable'; readonly head: HeadInfo }
  | { readonly kind: 'running'; readonly isRunning: boolean; readonly ticksPerSecond: number }
  | { readonly kind: 'deleted' }

export interface WorldChannel {
  send(message: WorldMessage): void
  close(): void
}

/** Joins the conversation about a world. Nobody hears what they said themselves. */
export function joinWorldChannel(name: string, onMessage: (message: WorldMessage) => void): WorldChannel {
  const channel = new BroadcastChannel(name)
  channel.onmessage = (event: MessageEvent<WorldMessage>) => onMessage(event.data)
  return {
    send: (message) => channel.postMessage(message),
    close() {
      channel.onmessage = null
      channel.close()
    },
  }
}
