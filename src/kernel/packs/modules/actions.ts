import { bytesToHex } from '../../base/order.ts'
import {
  defineAction,
  accept,
  refuse,
  reject,
  type DecideContext,
  type Decision,
} from '../../catalogue/define.ts'
import { field } from '../../schema/field.ts'
import { auditModule } from '../../wasm/instrument.ts'
import { isOperator, manifestOf, missing } from '../core/actions.ts'
import { artifacts } from './collections.ts'
import { artifactAdded } from './events.ts'
import { CHANGE_SET_FIELDS, ENTRIES } from './fields.ts'
import { IDENTITY_FIELD, identityMessage } from './identity.ts'
import { MODULE_LIMITS_MAX } from './limits.ts'
import { failureOf, planChanges, type PlanHost } from './plan.ts'
import { registryOf } from './registry.ts'

const CAPABILITY = 'modules.change'

/** Until a world governs its modules, who runs it and whom its manifest names may change them. */
const withRight = (context: DecideContext, decide: () => Decision): Decision =>
  isOperator(context) || context.holds(CAPABILITY) ? decide() : missing(context, CAPABILITY)

const PAGE_BYTES = 65_536

/** What every profile takes. What one of them asks besides is known when a manifest names it. */
const ANY_PROFILE = { memoryPagesMax: MODULE_LIMITS_MAX.max_mem_bytes / PAGE_BYTES, imports: [] }

/*
 * Neither kind begins with `action.`: modules that are asked about every action have no say in what becomes of modules, and
 * nothing can be scheduled that a host without the bytes could not repeat.
 */

export const addArtifact = defineAction({
  kind: 'module.add_artifact',
  version: 1,
  summary:
    'Makes the bytes of a module part of the world’s record. The host has them before; they are looked at and not run.',
  fields: {
    wasm_hash: field.blobRef('SHA-256 of the bytes.'),
    identity: field.optional(IDENTITY_FIELD),
  },
  signatures: ({ wasm_hash, identity }) =>
    identity === undefined
      ? []
      : [
          {
            path: 'identity/artifact_signature',
            message: identityMessage(wasm_hash, identity),
            signature: identity.artifact_signature,
            key: identity.signer_key,
          },
        ],
  decide: (context, { wasm_hash, identity }) =>
    withRight(context, () => {
      const hex = bytesToHex(wasm_hash)
      if (context.read.has(artifacts.name, hex))
        return reject({ type: 'ModuleArtifactAlreadyExists', data: { wasm_hash: hex } })
      const bytes = context.blob(wasm_hash)
      if (bytes === undefined) return refuse('artifact_absent', { path: 'payload/wasm_hash' })
      const { exports, refusals } = auditModule(bytes, ANY_PROFILE)
      const [flaw] = refusals
      if (flaw !== undefined)
        return refuse('artifact_refused', {
          path: 'payload/wasm_hash',
          ...(flaw.offset === undefined ? {} : { offset: flaw.offset }),
          ...(flaw.reason === undefined ? {} : { actual: flaw.reason }),
        })
      const entries = ENTRIES.filter((entry) =>
        exports.some(({ name, kind }) => name === entry && kind === 'function'),
      )
      const event = artifactAdded.create({
        wasm_hash,
        size: bytes.length,
        entries,
        added_by: context.actor,
        ...(identity === undefined ? {} : { identity }),
      })
      return { type: 'accept', events: [event], blobs: [bytes] }
    }),
})

/** What this world says to a change of its modules. */
function hostOf(context: DecideContext): PlanHost {
  const { capabilities } = manifestOf(context)
  return {
    ...registryOf(context.read),
    capability: (name) => (Object.hasOwn(capabilities, name) ? 'granted' : 'missing'),
    limitsMax: MODULE_LIMITS_MAX,
  }
}

export const changeModules = defineAction({
  kind: 'module.change',
  version: 1,
  summary:
    'Registers, upgrades, activates and deactivates modules, all of it or nothing. It stands where a governed change will be applied.',
  fields: { changes: field.record('What is to change.', CHANGE_SET_FIELDS) },
  decide: (context, { changes }) =>
    withRight(context, () => {
      const plan = planChanges(changes, hostOf(context), context.actor)
      if (plan.ok) return accept(...plan.value)
      const [first] = plan.fault
      return first === undefined
        ? accept()
        : {
            type: 'reject',
            rejection: { type: 'ModuleChangeInvalid', data: first },
            events: plan.fault.map(failureOf),
          }
    }),
})
