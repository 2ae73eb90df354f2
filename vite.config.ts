import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { metaCsp } from './scripts/csp.mjs'

/**
 * The script that sets a saved theme before the first picture. It must not wait for anything, so it is no module, and the
 * policy forbids it inside the page: it is served as it lies in public/, and the page names it.
 */
const themeFirst: Plugin = {
  name: 'orrery-theme-first',
  transformIndexHtml: () => [{ tag: 'script', attrs: { src: './theme-first.js' }, injectTo: 'head-prepend' }],
}

/** The page's own policy for hosts that send no headers. Only in the build: vite's dev page needs inline scripts. */
const metaPolicy: Plugin = {
  name: 'orrery-meta-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: metaCsp },
      injectTo: 'head-prepend',
    },
  ],
}

const names = {
  entryFileNames: 'assets/[name]-[hash].js',
  chunkFileNames: 'assets/[name]-[hash].js',
  assetFileNames: 'assets/[name]-[hash][extname]',
}

export default defineConfig({
  base: './',
  plugins: [react(), themeFirst, metaPolicy],
  build: {
    target: 'es2022',
    sourcemap: true,
    // An inlined asset would be fetched from a `data:` address, which the policy forbids.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: names },
  },
  worker: { format: 'es', rolldownOptions: { output: names } },
})
