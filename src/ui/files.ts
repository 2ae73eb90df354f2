/** Files between the page and the person's disk. */

const FILE_TYPES = '.orrery'
/** A download that has not read its address by then never will. */
const REVOKE_AFTER_MS = 60_000

/** Hands a file to the browser's downloads. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_AFTER_MS)
}

/** A function that lets the person pick a recording. Call it from a press: browsers ask for one. */
export function createFilePicker(onFile: (file: File) => void): () => void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = FILE_TYPES
  input.hidden = true
  input.addEventListener('change', () => {
    const file = input.files?.[0]
    // The same file may be picked twice in a row.
    input.value = ''
    if (file !== undefined) onFile(file)
  })
  document.body.append(input)
  return () => input.click()
}
