import { type FILE_LIMITS } from '../../kernel/base/limits.ts'
import { bytesToHex, compareBytes } from '../../kernel/base/order.ts'
import { decodeCanonical } from '../../kernel/codec/decode.ts'
import { CID_BYTES, cidBytesToLink, Link } from '../../kernel/codec/link.ts'
import type { Sha256 } from '../../kernel/codec/sha256.ts'
import { isValueMap } from '../../kernel/codec/value.ts'
import type { ByteSource } from './byte-source.ts'
import { readVarint } from './car.ts'
import { FileRefused } from './file-refused.ts'

export type OrreryLimits = { readonly [Name in keyof typeof FILE_LIMITS]: number }

/** A map of two entries: what a CAR header begins with. */
const MAP_OF_TWO = 0xa2

/** Reads the sections of a CARv1 archive in the one order in which a recording has them. */
export class BlockReader {
  readonly #source: ByteSource
  readonly #limits: OrreryLimits
  readonly #sha256: Sha256
  /** Every block stands in a file once. */
  readonly #seen = new Set<string>()

  constructor(source: ByteSource, limits: OrreryLimits, sha256: Sha256) {
    this.#source = source
    this.#limits = limits
    this.#sha256 = sha256
  }

  /** The one root that the header names. */
  async readHeader(): Promise<Link> {
    const length = await this.#readLength('header')
    const first = (await this.#source.peek(1))[0]
    if (first !== undefined && first !== MAP_OF_TWO) throw await this.#notThisVersion(length)
    if (length > this.#limits.headerBytesMax) {
      throw new FileRefused('file.too_large', {
        path: 'header',
        expected: this.#limits.headerBytesMax,
        actual: length,
      })
    }
    const bytes = await this.#source.take(length)
    if (bytes.length < length)
      throw new FileRefused('file.truncated', { path: 'header', expected: length, actual: bytes.length })
    const header = decodeCanonical(bytes)
    if (!header.ok || !isValueMap(header.value)) throw new FileRefused('file.not_car')
    const { roots, version } = header.value
    if (version !== 1) throw new FileRefused('file.not_car')
    if (!Array.isArray(roots) || roots.length !== 1)
      throw new FileRefused('file.malformed', { path: 'header', reason: 'roots' })
    const root: unknown = roots[0]
    if (!(root instanceof Link)) throw new FileRefused('file.malformed', { path: 'header', reason: 'roots' })
    return root
  }

  /** A block of at most `bytesMax` bytes whose hash is that of its link. */
  async readBlock(link: Link, path: string, bytesMax: number): Promise<Uint8Array> {
    const { bytes, isWhole } = await this.readUnchecked(link, path, bytesMax)
    if (!isWhole) throw new FileRefused('file.truncated', { path, actual: this.#source.offset })
    const actual = this.#sha256.digest(bytes)
    if (compareBytes(actual, link.digest) !== 0) {
      throw new FileRefused('file.block_hash', {
        path,
        expected: bytesToHex(link.digest),
        actual: bytesToHex(actual),
      })
    }
    return bytes
  }

  /** The bytes that stand where a block must be; their hash is not looked at. */
  async readUnchecked(
    link: Link,
    path: string,
    bytesMax: number,
  ): Promise<{ readonly bytes: Uint8Array; readonly isWhole: boolean }> {
    const length = await this.#readLength(path)
    if (length < CID_BYTES) throw new FileRefused('file.malformed', { path, reason: 'link' })
    const blockBytes = length - CID_BYTES
    const limit = Math.min(bytesMax, this.#limits.blockBytesMax)
    if (blockBytes > limit)
      throw new FileRefused('file.too_large', { path, expected: limit, actual: blockBytes })
    const cid = await this.#source.take(CID_BYTES)
    if (cid.length < CID_BYTES) throw new FileRefused('file.truncated', { path, actual: this.#source.offset })
    const actual = cidBytesToLink(cid)
    if (!actual.ok) throw new FileRefused('file.malformed', { path, reason: 'link' })
    if (actual.value.codec !== link.codec || compareBytes(actual.value.digest, link.digest) !== 0) {
      throw new FileRefused('file.unreferenced', {
        path,
        expected: bytesToHex(link.digest),
        actual: bytesToHex(actual.value.digest),
      })
    }
    const name = `${link.codec} ${bytesToHex(link.digest)}`
    if (this.#seen.has(name)) throw new FileRefused('file.unreferenced', { path, reason: 'duplicate' })
    this.#seen.add(name)
    const bytes = await this.#source.take(blockBytes)
    return { bytes, isWhole: bytes.length === blockBytes }
  }

  /** Nothing follows the last block. */
  async expectEnd(): Promise<void> {
    const { length } = await this.#source.peek(1)
    if (length > 0) throw new FileRefused('file.unreferenced', { path: 'end', actual: this.#source.offset })
  }

  async #readLength(path: string): Promise<number> {
    const { varintBytesMax } = this.#limits
    const bytes = await this.#source.peek(varintBytesMax)
    const varint = readVarint(bytes, varintBytesMax)
    if (varint !== undefined) {
      this.#source.skip(varint.length)
      return varint.value
    }
    const isCutOff = bytes.length < varintBytesMax && bytes.every((byte) => byte >= 128)
    if (isCutOff && this.#source.offset + bytes.length === 0)
      throw new FileRefused('file.truncated', { path, actual: 0, reason: 'empty' })
    if (isCutOff)
      throw new FileRefused('file.truncated', { path, actual: this.#source.offset + bytes.length })
    throw path === 'header'
      ? new FileRefused('file.not_car')
      : new FileRefused('file.malformed', { path, reason: 'varint' })
  }

  /** CARv2 begins with `{version: 2}`; everything else is no archive. */
  async #notThisVersion(length: number): Promise<FileRefused> {
    const pragma = length === 10 ? decodeCanonical(await this.#source.take(length)) : undefined
    const version = pragma?.ok === true && isValueMap(pragma.value) ? pragma.value['version'] : undefined
    if (typeof version !== 'number') return new FileRefused('file.not_car')
    return new FileRefused('file.newer_version', { path: 'header', expected: 1, actual: version })
  }
}
