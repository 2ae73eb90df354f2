/**
 * The open part of the state as rows, without a row object for each of a hundred thousand records: children that nobody
 * opened are runs of numbers. Pages come from the worker and may be of an earlier step until newer ones are here.
 */
import type { StateNode } from '../../workers/protocol.ts'
import { parentOf } from './state-path.ts'

export const PAGE_NODES = 100

interface LoadedPage {
  readonly nodes: readonly StateNode[]
  /** The picture of the state it belongs to. */
  readonly version: number
}

interface Branch {
  total: number | undefined
  readonly pages: Map<number, LoadedPage>
  /** Places of opened children, as far as a page told. */
  readonly places: Map<string, number>
}

/** Rows `start … start + length` are the children `from …` of one path. */
interface Run {
  readonly start: number
  readonly length: number
  readonly parent: string
  readonly from: number
  readonly depth: number
  readonly siblings: number
}

export interface TreeRow {
  readonly parent: string
  /** Place among its siblings, from 0. */
  readonly place: number
  readonly siblings: number
  /** 1 for collections. */
  readonly depth: number
  /** Undefined while its page is on its way. */
  readonly node: StateNode | undefined
  readonly isOpen: boolean
}

export interface PageAnswer {
  readonly total: number
  readonly nodes: readonly StateNode[]
  /** `TreeModel.version` when it was asked for. */
  readonly version: number
}

export interface PageWish {
  readonly path: string
  readonly page: number
}

export class TreeModel {
  readonly #open = new Set<string>()
  readonly #branches = new Map<string, Branch>([['', newBranch()]])
  #version = 0
  #runs: readonly Run[] | undefined

  /** The state at another step is to be shown: everything loaded is of yesterday, and still shown. */
  markStale(): void {
    this.#version += 1
  }

  /** Another world: nothing of the old one may be shown. */
  clear(): void {
    this.#branches.clear()
    this.#branches.set('', newBranch())
    this.#version += 1
    this.#runs = undefined
  }

  isOpen(path: string): boolean {
    return this.#open.has(path)
  }

  open(path: string): void {
    this.#open.add(path)
    if (!this.#branches.has(path)) this.#branches.set(path, newBranch())
    this.#rememberPlace(path)
    this.#runs = undefined
  }

  close(path: string): void {
    this.#open.delete(path)
    this.#runs = undefined
  }

  closeAll(): void {
    this.#open.clear()
    this.#runs = undefined
  }

  /** True when anything below the collections is open. */
  get hasOpen(): boolean {
    return this.#open.size > 0
  }

  /** Which picture of the state is wanted; goes with a question and comes back with its answer. */
  get version(): number {
    return this.#version
  }

  put({ path, page }: PageWish, answer: PageAnswer): void {
    const branch = this.#branches.get(path) ?? newBranch()
    this.#branches.set(path, branch)
    branch.total = answer.total
    branch.pages.set(page, { nodes: answer.nodes, version: answer.version })
    for (const [child, place] of branch.places) {
      const wasHere = Math.floor(place / PAGE_NODES) === page
      if (place >= answer.total || (wasHere && !answer.nodes.some((node) => node.path === child)))
        branch.places.delete(child)
    }
    answer.nodes.forEach((node, at) => {
      if (this.#open.has(node.path)) branch.places.set(node.path, page * PAGE_NODES + at)
    })
    this.#runs = undefined
  }

  #rememberPlace(path: string): void {
    const place = this.#placeOf(path)
    if (place !== undefined) this.#branches.get(parentOf(path))?.places.set(path, place)
  }

  /** Where a child stands among its siblings, when its page is loaded. */
  #placeOf(path: string): number | undefined {
    for (const [page, { nodes }] of this.#branches.get(parentOf(path))?.pages ?? []) {
      const at = nodes.findIndex((node) => node.path === path)
      if (at >= 0) return page * PAGE_NODES + at
    }
    return undefined
  }

  get count(): number {
    const last = this.#layout().at(-1)
    return last === undefined ? 0 : last.start + last.length
  }

  /** Undefined until the first answer. */
  get total(): number | undefined {
    return this.#branches.get('')?.total
  }

  row(index: number): TreeRow | undefined {
    const run = this.#runAt(index)
    if (run === undefined) return undefined
    const place = run.from + index - run.start
    const node = this.#node(run.parent, place)
    return {
      parent: run.parent,
      place,
      siblings: run.siblings,
      depth: run.depth,
      node,
      isOpen: node !== undefined && node.childCount > 0 && this.#open.has(node.path),
    }
  }

  /** The row of a path that is loaded and whose ancestors are open. */
  indexOf(path: string): number | undefined {
    const place = this.#placeOf(path)
    if (place === undefined) return undefined
    const parent = parentOf(path)
    const run = this.#layout().find(
      (each) => each.parent === parent && place >= each.from && place < each.from + each.length,
    )
    return run === undefined ? undefined : run.start + place - run.from
  }

  /** What to ask for so that rows `first … last` are of today: what is missing first, then what is oldest. */
  wishes(first: number, last: number): readonly PageWish[] {
    const wishes = new Map<string, PageWish & { readonly age: number }>()
    const wish = (path: string, page: number): void => {
      const version = this.#branches.get(path)?.pages.get(page)?.version ?? -1
      if (version !== this.#version) wishes.set(`${path}\n${page}`, { path, page, age: version })
    }
    wish('', 0)
    for (let index = Math.max(0, first); index <= last; index++) {
      const run = this.#runAt(index)
      if (run === undefined) break
      wish(run.parent, Math.floor((run.from + index - run.start) / PAGE_NODES))
    }
    return [...wishes.values()].toSorted((a, b) => a.age - b.age).map(({ path, page }) => ({ path, page }))
  }

  #node(parent: string, place: number): StateNode | undefined {
    return this.#branches.get(parent)?.pages.get(Math.floor(place / PAGE_NODES))?.nodes[place % PAGE_NODES]
  }

  #runAt(index: number): Run | undefined {
    const runs = this.#layout()
    let low = 0
    let high = runs.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const run = runs[middle]
      if (run === undefined) return undefined
      if (index < run.start) high = middle - 1
      else if (index >= run.start + run.length) low = middle + 1
      else return run
    }
    return undefined
  }

  #layout(): readonly Run[] {
    if (this.#runs !== undefined) return this.#runs
    const runs: Run[] = []
    this.#layOut('', 1, runs)
    this.#runs = runs
    return runs
  }

  #layOut(parent: string, depth: number, runs: Run[]): void {
    const branch = this.#branches.get(parent)
    // One waiting row stands for children that nobody has counted yet.
    const total = branch?.total ?? 1
    const opened = [...(branch?.places ?? [])]
      .filter(([path]) => this.#open.has(path))
      .toSorted((a, b) => a[1] - b[1])
    let from = 0
    const run = (to: number): void => {
      const before = runs.at(-1)
      const start = before === undefined ? 0 : before.start + before.length
      if (to > from) runs.push({ start, length: to - from, parent, from, depth, siblings: total })
      from = Math.max(from, to)
    }
    for (const [path, place] of opened) {
      if (place >= total) continue
      run(place + 1)
      this.#layOut(path, depth + 1, runs)
    }
    run(total)
  }
}

function newBranch(): Branch {
  return { total: undefined, pages: new Map(), places: new Map() }
}
