import wabtOf from 'wabt'

const wabt = await wabtOf()

/** What the kernel accepts of WebAssembly after its first version. wabt has others on unless it is told. */
const ACCEPTED = {
  bulk_memory: true,
  mutable_globals: true,
  multi_value: true,
  reference_types: true,
  sat_float_to_int: true,
  sign_extension: true,
  exceptions: false,
  extended_const: false,
  simd: false,
  tail_call: false,
  threads: false,
} as const
/** Needed to write down what is refused. */
const REFUSED = {
  exceptions: true,
  extended_const: true,
  simd: true,
  tail_call: true,
  threads: true,
} as const

/** The bytes of a module in text form. Features that the kernel refuses may be written, to see them refused. */
export function watToWasm(text: string): Uint8Array {
  const module = wabt.parseWat('test.wat', text, { ...ACCEPTED, ...REFUSED })
  try {
    return Uint8Array.from(module.toBinary({}).buffer)
  } finally {
    module.destroy()
  }
}

/** A second opinion beside the engine's: throws when bytes are no valid module of the accepted features. */
export function validateWithWabt(bytes: Uint8Array): void {
  const module = wabt.readWasm(bytes, ACCEPTED)
  try {
    module.validate()
  } finally {
    module.destroy()
  }
}
