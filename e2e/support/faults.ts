import type { BrowserContext, Page } from '@playwright/test'

/** Everything a browser complains about while a test runs. A test ends green only when this is empty. */
export class FaultLog {
  readonly #faults: string[] = []
  readonly #expected: RegExp[] = []

  /** For a test that provokes a fault: complaints that match are part of what it tests. */
  expect(pattern: RegExp): void {
    this.#expected.push(pattern)
  }

  get unexpected(): readonly string[] {
    return this.#faults.filter((fault) => !this.#expected.some((pattern) => pattern.test(fault)))
  }

  /** Console errors, uncaught errors, broken policies and requests to other machines, of pages and of their workers. */
  async watch(context: BrowserContext, home: string): Promise<void> {
    context.on('console', (message) => {
      if (message.type() === 'error') this.#faults.push(`console: ${message.text()}`)
    })
    context.on('weberror', (error) => this.#faults.push(`uncaught: ${error.error().message}`))
    context.on('request', (request) => {
      const url = request.url()
      if (!url.startsWith(home) && !/^(blob|data):/.test(url))
        this.#faults.push(`network: ${request.method()} ${url}`)
    })
    context.on('page', (page) => this.#watchPage(page))
    for (const page of context.pages()) this.#watchPage(page)
    await context.exposeBinding('__policyBroken', (_source, text: string) => {
      this.#faults.push(`policy: ${text}`)
    })
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const report: unknown = Reflect.get(globalThis, '__policyBroken')
        if (typeof report === 'function') report(`${event.effectiveDirective} ${event.blockedURI}`)
      })
    })
  }

  #watchPage(page: Page): void {
    page.on('crash', () => this.#faults.push('the page crashed'))
    page.on('worker', (worker) => {
      worker.on('console', (message) => {
        if (message.type() === 'error') this.#faults.push(`console of a worker: ${message.text()}`)
      })
    })
  }
}
