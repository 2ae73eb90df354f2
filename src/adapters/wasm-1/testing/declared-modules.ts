import { readFileSync } from 'node:fs'
import { root } from '../../../../scripts/files.mjs'

/** A row of modules/modules.json, as far as tests read it. */
interface DeclaredModule {
  readonly manifest: {
    readonly module_id: string
    readonly role: string
    readonly subscriptions: readonly {
      readonly stage: string
      readonly event_kinds: readonly string[]
      readonly action_kinds: readonly string[]
    }[]
    readonly limits: {
      readonly max_mem_bytes: number
      readonly max_gas: number
      readonly max_output_bytes: number
      readonly max_state_bytes: number
    }
  }
}

export const declaredModules: readonly DeclaredModule[] = JSON.parse(
  readFileSync(`${root}modules/modules.json`, 'utf8'),
)
