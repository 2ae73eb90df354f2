import { expose } from 'comlink'

expose({ ping: (): string => 'pong' })
