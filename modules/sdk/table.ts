import { Text } from './text'

/** Values by id, in the order of the ids: what a module writes must not depend on who came first. */
export class Table<V> {
  private readonly ids: Text[] = []
  private readonly values: V[] = []

  get size(): i32 {
    return this.ids.length
  }

  idAt(index: i32): Text {
    return this.ids[index]
  }

  valueAt(index: i32): V {
    return this.values[index]
  }

  has(id: Text): bool {
    return this.search(id) >= 0
  }

  /** The value of an id that the table has. */
  get(id: Text): V {
    return this.values[this.search(id)]
  }

  set(id: Text, value: V): void {
    const found = this.search(id)
    if (found >= 0) {
      this.values[found] = value
      return
    }
    // Both arrays make room at the end and move the rest up by one.
    this.ids.push(id)
    this.values.push(value)
    let place = this.ids.length - 1
    for (; place > ~found; place--) {
      this.ids[place] = this.ids[place - 1]
      this.values[place] = this.values[place - 1]
    }
    this.ids[place] = id
    this.values[place] = value
  }

  /** Index of an id, or the complement of where it belongs. */
  private search(id: Text): i32 {
    let low = 0
    let high = this.ids.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const order = this.ids[middle].compare(id)
      if (order == 0) return middle
      if (order < 0) low = middle + 1
      else high = middle - 1
    }
    return ~low
  }
}
