import { expect, type Locator, type Page } from '@playwright/test'

/** The studio as a person meets it: by roles and names, never by classes. */
export class Studio {
  readonly page: Page
  readonly position: Locator
  readonly playhead: Locator
  readonly seal: Locator

  constructor(page: Page) {
    this.page = page
    this.position = page.getByRole('status', { name: 'Position' })
    this.playhead = page.getByRole('slider', { name: 'Playhead' })
    this.seal = page.getByRole('status', { name: 'Seal' })
  }

  /** Opens the page and waits for the first picture of a world. */
  async open(address = '/'): Promise<void> {
    await this.page.goto(address)
    await this.ready()
  }

  async ready(): Promise<void> {
    await this.page.waitForFunction(() => Reflect.get(globalThis, 'orrery') !== undefined)
    await this.page.evaluate(() => {
      const orrery: unknown = Reflect.get(globalThis, 'orrery')
      return typeof orrery === 'object' && orrery !== null ? Reflect.get(orrery, 'ready') : undefined
    })
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  region(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true })
  }

  /** The step that Position says. */
  async seq(): Promise<number> {
    const text = await this.position.textContent()
    return Number(/^\d+/.exec(text?.trim() ?? '')?.[0])
  }

  /** The last step of the world, as the slider says it. */
  async head(): Promise<number> {
    return Number(await this.playhead.getAttribute('aria-valuemax'))
  }

  /** Lets the world live until it has this many steps, then stops it. */
  async growTo(seq: number): Promise<void> {
    await expect.poll(() => this.head(), { timeout: 30_000 }).toBeGreaterThanOrEqual(seq)
    await this.button('Pause').click()
    await expect(this.button('Play')).toBeVisible()
    // Paused means durable: nothing more arrives after what is there now.
    await expect.poll(async () => (await this.seq()) === (await this.head())).toBe(true)
  }

  /** Runs a command as a script would. */
  async run(id: string, args?: Readonly<Record<string, unknown>>): Promise<unknown> {
    return await this.page.evaluate(
      async ([command, given]) => {
        const orrery: unknown = Reflect.get(globalThis, 'orrery')
        const run: unknown =
          typeof orrery === 'object' && orrery !== null ? Reflect.get(orrery, 'run') : undefined
        if (typeof run !== 'function') throw new Error('window.orrery has no run')
        return await run(command, given)
      },
      [id, args] as const,
    )
  }

  async seek(seq: number): Promise<void> {
    await this.run('transport.seek', { seq })
    await expect(this.position).toHaveText(new RegExp(`^${seq}\\b`))
  }
}
