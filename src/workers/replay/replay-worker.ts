import { expose } from 'comlink'
import { allowCallbacks } from '../shared/callbacks.ts'
import { createStorageDoor } from '../shared/settings.ts'

const door = createStorageDoor()
allowCallbacks()
expose({ configure: door.configure })
