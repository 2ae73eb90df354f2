/** Finds where a child stands among its siblings, in about log n pages, because collections are in key order. */
import { compareCodeUnits } from '../../kernel/base/order.ts'
import type { StateNode } from '../../workers/protocol.ts'
import { PAGE_NODES } from './tree-model.ts'

export interface LocatedPage {
  readonly total: number
  readonly nodes: readonly StateNode[]
}

export type FetchPage = (page: number) => Promise<LocatedPage | undefined>

/** More pages than this are not searched one by one. */
const LINEAR_PAGES_MAX = 24

/** The page that holds `path`; undefined when it is not there. Pages looked at come through `fetch` and may be kept. */
export async function locate(path: string, label: string, fetch: FetchPage): Promise<number | undefined> {
  const first = await fetch(0)
  if (first === undefined) return undefined
  if (holds(first, path)) return 0
  const pages = Math.ceil(first.total / PAGE_NODES)
  const found = await bisect({ path, label, pages, fetch })
  if (found !== undefined || pages > LINEAR_PAGES_MAX) return found
  for (let page = 1; page < pages; page++) {
    const nodes = await fetch(page)
    if (nodes !== undefined && holds(nodes, path)) return page
  }
  return undefined
}

const holds = (page: LocatedPage, path: string): boolean => page.nodes.some((node) => node.path === path)

interface Search {
  readonly path: string
  readonly label: string
  readonly pages: number
  readonly fetch: FetchPage
}

async function bisect({ path, label, pages, fetch }: Search): Promise<number | undefined> {
  let low = 1
  let high = pages - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const page = await fetch(middle)
    const least = page?.nodes[0]
    const greatest = page?.nodes.at(-1)
    if (page === undefined || least === undefined || greatest === undefined) return undefined
    if (holds(page, path)) return middle
    if (compareLabels(label, least.label) < 0) high = middle - 1
    else if (compareLabels(label, greatest.label) > 0) low = middle + 1
    else return undefined
  }
  return undefined
}

const INDEX = /^(0|[1-9]\d*)$/

/** Places of a list are numbers, keys are text. */
function compareLabels(a: string, b: string): number {
  return INDEX.test(a) && INDEX.test(b) ? Number(a) - Number(b) : compareCodeUnits(a, b)
}
