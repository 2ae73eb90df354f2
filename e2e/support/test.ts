import { expect, test as base } from '@playwright/test'
import { FaultLog } from './faults.ts'
import { Profile } from './profile.ts'
import { type Site, startSite } from './site.ts'

interface Fixtures {
  /** What the browser complained about; checked after every test. */
  faults: FaultLog
  /** A browser with storage on disk, to close and open again. */
  profile: Profile
}

/** `page.goto('/')` opens Orrery. Any console error, broken policy or request elsewhere fails the test. */
export const test = base.extend<Fixtures, { site: Site }>({
  site: [
    // oxlint-disable-next-line no-empty-pattern -- playwright reads the names it must provide from here
    async ({}, use) => {
      const site = await startSite()
      await use(site)
      await site.stop()
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ site }, use) => use(site.address),

  faults: [
    async ({ context, site }, use) => {
      const faults = new FaultLog()
      await faults.watch(context, site.address)
      await use(faults)
      expect(faults.unexpected, 'what the browser complained about').toEqual([])
    },
    { auto: true },
  ],

  profile: async ({ site, faults }, use) => {
    const profile = await Profile.create((context) => faults.watch(context, site.address))
    await use(profile)
    await profile.remove()
  },
})

export { expect }
