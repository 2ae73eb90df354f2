import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { chromiumLaunchOptions } from './scripts/chromium.mjs'

const browserTests = 'src/**/*.browser.test.{ts,tsx}'

export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      {
        plugins: [react()],
        test: {
          name: 'node',
          environment: 'node',
          pool: 'threads',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
          exclude: [browserTests, 'scripts/fixtures/**'],
          sequence: { shuffle: true },
          testTimeout: 20_000,
        },
      },
      {
        plugins: [react()],
        // A dependency that only a worker imports is found late; vite then reloads the page under a running test.
        optimizeDeps: {
          include: [
            'react',
            'react-dom',
            'react-dom/client',
            'react/jsx-runtime',
            'react/jsx-dev-runtime',
            'zustand',
            'zustand/vanilla',
            'idb',
            'comlink',
            'cbor-x',
            'hash-wasm',
            '@ipld/dag-cbor',
            '@ipld/car',
            'multiformats',
            'multiformats/cid',
            'multiformats/hashes/digest',
            '@noble/curves/ed25519.js',
            'valibot',
            'fast-check',
          ],
        },
        worker: { format: 'es' },
        test: {
          name: 'browser',
          include: [browserTests],
          testTimeout: 20_000,
          browser: {
            enabled: true,
            headless: true,
            // Not `localhost`: a bare machine has no name for itself.
            api: { host: '127.0.0.1' },
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumLaunchOptions() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
