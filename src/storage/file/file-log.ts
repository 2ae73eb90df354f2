import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { crc32 } from 'node:zlib'

/**
 * An append-only file of records. A record is one transaction:
 *
 *     u32 bytes of A · u32 bytes of B · u32 CRC-32 of the first eight bytes, A and B · A · B      (little-endian)
 *
 * A tells what to do and is kept small; B holds the rows. A record that is cut off or damaged ends the log: what
 * stands behind it cannot be trusted to follow.
 */
const MAGIC = new TextEncoder().encode('orrery-tables\n\0\0')
const HEADER_BYTES = MAGIC.length + 4
const RECORD_HEADER_BYTES = 12

/** A record as it lies in the file. */
export interface LogRecord {
  readonly index: Uint8Array
  readonly rows: Uint8Array
  /** Where `rows` begins in the file. */
  readonly rowsOffset: number
}

export class FileLog {
  readonly #path: string
  readonly #descriptor: number
  /** Bytes up to which records were read and hold. */
  #end: number
  #isTorn = false

  private constructor(path: string, descriptor: number, end: number) {
    this.#path = path
    this.#descriptor = descriptor
    this.#end = end
  }

  /** Opens a log, making it when there is none. Answers the number of a log of another format, −1 when it is no log. */
  static open(path: string, format: number): FileLog | number {
    const descriptor = openSync(path, 'a+')
    if (fstatSync(descriptor).size < HEADER_BYTES) {
      ftruncateSync(descriptor, 0)
      writeAll(descriptor, header(format))
      return new FileLog(path, descriptor, HEADER_BYTES)
    }
    const found = Buffer.alloc(HEADER_BYTES)
    readSync(descriptor, found, 0, HEADER_BYTES, 0)
    const actual = found.subarray(0, MAGIC.length).equals(MAGIC) ? found.readUInt32LE(MAGIC.length) : -1
    if (actual === format) return new FileLog(path, descriptor, HEADER_BYTES)
    closeSync(descriptor)
    return actual
  }

  get end(): number {
    return this.#end
  }

  get isTorn(): boolean {
    return this.#isTorn
  }

  /** Whether the path still names this file, or another one since a rewrite, or none. */
  fate(): 'same' | 'replaced' | 'gone' {
    const stat = statSync(this.#path, { throwIfNoEntry: false })
    if (stat === undefined) return 'gone'
    return stat.ino === fstatSync(this.#descriptor).ino ? 'same' : 'replaced'
  }

  /** Records that were appended since the last call, by anyone. */
  *readNew(): Iterable<LogRecord> {
    const size = fstatSync(this.#descriptor).size
    this.#isTorn = false
    while (this.#end < size) {
      const record = this.#readRecord(size)
      if (record === undefined) {
        this.#isTorn = true
        return
      }
      this.#end = record.rowsOffset + record.rows.length
      yield record
    }
  }

  /** Appends one record, over a torn end if there is one. Answers where its rows begin. */
  append(index: Uint8Array, rows: Uint8Array, isDurable: boolean): number {
    if (this.#isTorn) ftruncateSync(this.#descriptor, this.#end)
    const head = Buffer.alloc(RECORD_HEADER_BYTES)
    head.writeUInt32LE(index.length, 0)
    head.writeUInt32LE(rows.length, 4)
    head.writeUInt32LE(crc32(rows, crc32(index, crc32(head.subarray(0, 8)))), 8)
    try {
      for (const part of [head, index, rows]) writeAll(this.#descriptor, part)
      if (isDurable) fdatasyncSync(this.#descriptor)
    } catch (error) {
      ftruncateSync(this.#descriptor, this.#end)
      throw error
    }
    this.#isTorn = false
    const rowsOffset = this.#end + RECORD_HEADER_BYTES + index.length
    this.#end = rowsOffset + rows.length
    return rowsOffset
  }

  read(offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length)
    readSync(this.#descriptor, bytes, 0, length, offset)
    return bytes
  }

  close(): void {
    fsyncSync(this.#descriptor)
    closeSync(this.#descriptor)
  }

  #readRecord(size: number): LogRecord | undefined {
    const start = this.#end
    if (start + RECORD_HEADER_BYTES > size) return undefined
    const head = Buffer.from(this.read(start, RECORD_HEADER_BYTES))
    const indexLength = head.readUInt32LE(0)
    const rowsLength = head.readUInt32LE(4)
    const rowsOffset = start + RECORD_HEADER_BYTES + indexLength
    if (rowsOffset + rowsLength > size) return undefined
    const index = this.read(start + RECORD_HEADER_BYTES, indexLength)
    const rows = this.read(rowsOffset, rowsLength)
    const isWhole = crc32(rows, crc32(index, crc32(head.subarray(0, 8)))) === head.readUInt32LE(8)
    return isWhole ? { index, rows, rowsOffset } : undefined
  }
}

/** Writes a whole log beside `path` and puts it in its place: either the old file is there or the new one. */
export function replaceLog(
  path: string,
  format: number,
  records: Iterable<readonly [index: Uint8Array, rows: Uint8Array]>,
): void {
  const fresh = `${path}.tmp`
  rmSync(fresh, { force: true })
  const log = FileLog.open(fresh, format)
  if (typeof log === 'number') throw new Error('a fresh log has the format it was made with')
  for (const [index, rows] of records) log.append(index, rows, false)
  log.close()
  renameSync(fresh, path)
  const directory = openSync(dirname(path), 'r')
  fsyncSync(directory)
  closeSync(directory)
}

function header(format: number): Uint8Array {
  const bytes = Buffer.alloc(HEADER_BYTES)
  bytes.set(MAGIC)
  bytes.writeUInt32LE(format, MAGIC.length)
  return bytes
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  let written = 0
  while (written < bytes.length) written += writeSync(descriptor, bytes, written)
}
