/** docs/catalogue.md, made from the declarations: collections, actions, events and rejections of this build. */
import { laneNumber } from '../catalogue/lanes.ts'
import { REJECTIONS } from '../catalogue/rejection.ts'
import type { Field, Fields, FieldShape } from '../schema/field.ts'
import type { Catalogue } from '../world/catalogue.ts'

function shapeText(shape: FieldShape): string {
  switch (shape.type) {
    case 'bool':
      return 'true or false'
    case 'int':
      return `integer${rangeText(shape.min, shape.max)}${referenceText(shape.reference)}`
    case 'text':
      return `text ≤ ${shape.lengthMax}`
    case 'id':
      return `id${referenceText(shape.reference)}`
    case 'bytes':
      return `${shape.isUpTo === true ? '≤ ' : ''}${shape.length} bytes${referenceText(shape.reference)}`
    case 'choice':
      return shape.values.map((value) => `\`${value}\``).join(', ')
    case 'list':
      return `list of ${shapeText(shape.of)}`
    case 'map':
      return `map ${shape.keys === undefined ? '' : `{${shape.keys.join(', ')}} `}of ${shapeText(shape.of)}`
    case 'record':
      return `{${Object.keys(shape.fields).join(', ')}}`
    case 'value':
      return 'plain value'
  }
}

const referenceText = (reference: string | undefined): string =>
  reference === undefined ? '' : ` of ${reference}`

function rangeText(min: number, max: number): string {
  if (min === Number.MIN_SAFE_INTEGER && max === Number.MAX_SAFE_INTEGER) return ''
  return max === Number.MAX_SAFE_INTEGER ? ` ≥ ${min}` : ` ${min}…${max}`
}

const fieldRow = (name: string, field: Field<unknown>): string => {
  const unit = field.unit === undefined ? '' : `, ${field.unit}`
  const optional = field.isOptional ? ' (optional)' : ''
  return `| \`${name}\`${optional} | ${shapeText(field.shape)}${unit} | ${field.doc} |`
}

function fieldTable(fields: Fields): string {
  const rows = Object.entries(fields).map(([name, field]) => fieldRow(name, field))
  return rows.length === 0
    ? 'No fields of its own.'
    : ['| field | value | meaning |', '|---|---|---|', ...rows].join('\n')
}

/** The whole document. */
export function catalogueToMarkdown(catalogue: Catalogue): string {
  const parts = [
    '# Catalogue',
    'Made from the declarations in `src/kernel/packs`; `UPDATE_DOCS=1 npx vitest run --project node catalogue-docs` writes it anew.',
  ]
  for (const pack of catalogue.packs) {
    parts.push(`## Pack ${pack.id}`)
    for (const { name, plane, summary, fields } of pack.collections) {
      parts.push(`### Collection \`${name}\`\n\n${summary} Plane: ${plane}.\n\n${fieldTable(fields)}`)
    }
    for (const { kind, version, summary, fields, isSealed } of pack.actions) {
      const seal = isSealed ? ' Its frame carries a seal.' : ''
      parts.push(`### Action \`${kind}\` v${version}\n\n${summary}${seal}\n\n${fieldTable(fields)}`)
    }
    for (const { kind, version, summary, lane, fields } of pack.events) {
      parts.push(
        `### Event \`${kind}\` v${version}\n\n${summary} Lane ${laneNumber(lane)}, ${lane}.\n\n${fieldTable(fields)}`,
      )
    }
  }
  parts.push('## Rejections')
  for (const [type, fields] of Object.entries(REJECTIONS))
    parts.push(`### \`${type}\`\n\n${fieldTable(fields)}`)
  return `${parts.join('\n\n')}\n`
}
