/** Rows of a long list in pages, the least lately asked for thrown away first. */
export interface RowPage<Row> {
  readonly from: number
  readonly rows: readonly Row[]
}

export class PageCache<Row> {
  readonly pageSize: number
  readonly #pagesMax: number
  /** In order of use: the first is the oldest. */
  readonly #pages = new Map<number, readonly Row[]>()

  constructor(pageSize: number, pagesMax: number) {
    this.pageSize = pageSize
    this.#pagesMax = pagesMax
  }

  row(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / this.pageSize))?.[index % this.pageSize]
  }

  /** Keeps a page as asked for: it starts on a border and ends on one, or where the list ends. */
  put(page: RowPage<Row>): void {
    const number = Math.floor(page.from / this.pageSize)
    this.#pages.delete(number)
    this.#pages.set(number, page.rows)
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= this.#pagesMax) break
      this.#pages.delete(oldest)
    }
  }

  /** The first page of a range that is not here, or is shorter than the list has become. */
  missing(first: number, last: number, total: number): number | undefined {
    const end = Math.min(last, total - 1)
    for (
      let number = Math.floor(Math.max(0, first) / this.pageSize);
      number * this.pageSize <= end;
      number++
    ) {
      const rows = this.#pages.get(number)
      const due = Math.min(this.pageSize, total - number * this.pageSize)
      if (rows === undefined || rows.length < due) return number
      this.#pages.delete(number)
      this.#pages.set(number, rows)
    }
    return undefined
  }

  clear(): void {
    this.#pages.clear()
  }
}
