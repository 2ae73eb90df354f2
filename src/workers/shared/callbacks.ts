/** Lets plain functions cross the worker border: each travels as a message port. Both sides import this once. */
import { expose, transferHandlers, wrap } from 'comlink'

type Callback = (...values: readonly unknown[]) => unknown

export function allowCallbacks(): void {
  transferHandlers.set('callback', {
    canHandle: (value): value is Callback => typeof value === 'function',
    serialize: (callback: Callback) => {
      const { port1, port2 } = new MessageChannel()
      expose(callback, port1)
      return [port2, [port2]]
    },
    deserialize: (port: MessagePort) => {
      port.start()
      return wrap(port)
    },
  })
}
