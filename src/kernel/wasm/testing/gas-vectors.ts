import vectors from '../../../../fixtures/vectors.json' with { type: 'json' }
import { hexToBytes } from '../../base/order.ts'
import { GAS_SCHEDULE_1 } from '../schedule.ts'
import { type CallOutcome, metered, MeteredInstance } from './metered.ts'

/** Holds the instrumenter and this engine against the gas counts of fixtures/vectors.json. */
export function checkGas(expectEqual: (name: string, actual: unknown, expected: unknown) => void): void {
  const { modules, schedule } = vectors.gas
  expectEqual('the gas schedule', JSON.stringify(GAS_SCHEDULE_1), JSON.stringify(schedule))
  for (const { name, hex, calls } of modules) {
    const instance = new MeteredInstance(metered(hexToBytes(hex) ?? new Uint8Array()))
    for (const { entry, args, gas, times, ending, results, used } of calls) {
      const expected = `${ending} ${results} ${used}`
      const found = new Set<string>()
      for (let time = 0; time < times; time += 1) found.add(said(instance.call(entry, args, BigInt(gas))))
      expectEqual(`gas of ${name}: ${entry}(${args.join()})`, [...found].join(' or '), expected)
    }
  }
}

const said = ({ ending, results, gasUsed }: CallOutcome): string => `${ending} ${results} ${gasUsed}`
