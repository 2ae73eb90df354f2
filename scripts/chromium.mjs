// @ts-check
import { existsSync } from 'node:fs'

const candidates = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The Chromium of this machine: CHROMIUM_PATH, else the first usual place that exists, else undefined. */
export function findChromium() {
  const named = process.env['CHROMIUM_PATH']
  if (named !== undefined && named !== '') return named
  return candidates.find((path) => existsSync(path))
}

/** The Firefox of this machine: FIREFOX_PATH, else the first usual place that exists, else undefined. */
export function findFirefox() {
  const named = process.env['FIREFOX_PATH']
  if (named !== undefined && named !== '') return named
  return [
    '/usr/bin/firefox-esr',
    '/usr/bin/firefox',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
  ].find((path) => existsSync(path))
}

/** Headless, without a GPU, and silent on the network: a test may talk to its own server only. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** What playwright needs to launch it; for configurations, where its absence must stop everything. */
export function chromiumLaunchOptions() {
  const executablePath = findChromium()
  if (executablePath === undefined)
    throw new Error('No Chromium found: set CHROMIUM_PATH or run `npm test`, which installs it.')
  return { executablePath, args: chromiumArgs, headless: true }
}
