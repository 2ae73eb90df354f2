import { assert } from '../../kernel/base/assert.ts'
import { emptyMap, isValueMap, type Value } from '../../kernel/codec/value.ts'
import { refuseAt } from './call-fault.ts'
import { compareKeys, ItemWriter } from './item-writer.ts'
import { integerAt, isList, listAt, mapAt, memberAt, textAt } from './said.ts'

/** A type of the wire: how a value of the world is written for a module, and what of a module's saying becomes one. */
export interface Shape {
  write(writer: ItemWriter, value: Value): void
  /** Throws `CallRefused` with the path of what does not fit. */
  parse(said: Value, path: string): Value
}

/** A number that modules hold as a float and the world as a whole number, such as a coordinate in centimetres. */
export const wholeFloat: Shape = {
  write: (writer, value) => {
    assert(typeof value === 'number', 'A coordinate is a number.')
    writer.float(value)
  },
  parse: integerAt,
}

export const integer: Shape = {
  write: (writer, value) => {
    assert(typeof value === 'number', 'An integer is a number.')
    writer.int(value)
  },
  parse: integerAt,
}

export const text: Shape = {
  write: (writer, value) => {
    assert(typeof value === 'string', 'A text is a string.')
    writer.text(value)
  },
  parse: textAt,
}

/** One of a few words. */
export const choice = (words: readonly string[]): Shape => ({
  write: text.write,
  parse: (said, path) => {
    const word = textAt(said, path)
    return words.includes(word) ? word : refuseAt('unknown_choice', path)
  },
})

/** Any value of the world. */
export const plain: Shape = {
  write: (writer, value) => {
    writer.value(value)
  },
  parse: (said) => said,
}

export const list = (inner: Shape): Shape => ({
  write: (writer, value) => {
    assert(isList(value), 'A list is an array.')
    writer.array(value.length)
    for (const each of value) inner.write(writer, each)
  },
  parse: (said, path) => listAt(said, path).map((each, index) => inner.parse(each, `${path}/${index}`)),
})

/**
 * A map with these keys. What else the world knows is not told, because modules were compiled against these keys alone; what
 * else a module says is passed over, because they say more from version to version.
 */
export function struct(fields: Readonly<Record<string, Shape>>): Shape {
  const sorted = Object.entries(fields)
    .sort(([a], [b]) => compareKeys(a, b))
    .map(([name, shape]) => ({ name, shape, key: new ItemWriter().text(name).take() }))
  return {
    write: (writer, value) => {
      assert(isValueMap(value), 'A structure is a map.')
      writer.map(sorted.length)
      for (const { name, shape, key } of sorted) {
        const field = value[name]
        assert(field !== undefined, 'A structure is told whole.', { path: name })
        shape.write(writer.raw(key), field)
      }
    },
    parse: (said, path) => {
      const source = mapAt(said, path)
      const map = emptyMap()
      for (const { name, shape } of sorted) {
        map[name] = shape.parse(memberAt(source, name, path), `${path}/${name}`)
      }
      return map
    },
  }
}
