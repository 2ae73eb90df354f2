import { assert } from '../base/assert.ts'
import { LEAF_BYTES_MAX } from '../base/limits.ts'
import { compareCodeUnits } from '../base/order.ts'
import { CanonicalWriter } from '../codec/encode.ts'
import { DIGEST_BYTES, digestAllInto, type Sha256 } from '../codec/sha256.ts'
import { Branch, type Entry, Leaf, type TrieNode } from './tree-node.ts'
import { addEntry, collectEntries, type KeyHashes, setChild } from './tree-trie.ts'

/** A link to a block ends in its digest. */
const LINK_BYTES = 41
const LINK_HEAD_BYTES = LINK_BYTES - DIGEST_BYTES

/**
 * Brings dirty tries back into the one shape that their content has, and hashes what changed: leaves first, then the branches
 * level by level, each level of all tries in one batch. A block whose layout stays is mended in place.
 */
export class TrieHasher {
  /** The pairs of a leaf that changed, one after the other. */
  private readonly pairs = new CanonicalWriter(1 << 13)
  private readonly block = new CanonicalWriter(1 << 13)
  private readonly hashes: KeyHashes
  private readonly sha256: Sha256
  /** Leaves to be hashed. */
  private leaves: Leaf[] = []
  /** Branches to be hashed, by depth. */
  private branches: Branch[][] = []

  constructor(hashes: KeyHashes, sha256: Sha256) {
    this.hashes = hashes
    this.sha256 = sha256
  }

  /** Shapes a trie. What it touches has no valid hash until {@link finish}. */
  refresh(node: TrieNode | undefined, depth = 0): TrieNode | undefined {
    if (node === undefined) return undefined
    if (node.type === 'branch') return node.dirty === 0 ? node : this.refreshBranch(node, depth)
    return node.isDirty ? this.refreshLeaf(node, depth) : node
  }

  /** Hashes everything that {@link refresh} left. */
  finish(): void {
    hashNodes(this.leaves, this.sha256)
    this.leaves = []
    for (const level of this.branches.toReversed()) {
      for (const branch of level) this.relink(branch)
      hashNodes(level, this.sha256)
    }
    this.branches = []
  }

  private refreshLeaf(leaf: Leaf, depth: number): TrieNode | undefined {
    if (leaf.entries.length === 0) return undefined
    const isLaidOut = this.writePairs(leaf) && ((!leaf.isReshaped && this.mend(leaf)) || this.rebuild(leaf))
    if (!isLaidOut) return this.split(leaf, depth)
    for (let entry = leaf.firstDirty; entry !== undefined; entry = entry.nextDirty) entry.isDirty = false
    leaf.firstDirty = undefined
    leaf.isDirty = false
    leaf.isReshaped = false
    this.leaves.push(leaf)
    return leaf
  }

  /** Writes the dirty pairs; false as soon as they alone are too much for a leaf. */
  private writePairs({ entries, firstDirty }: Leaf): boolean {
    const { pairs } = this
    pairs.reset()
    for (let entry = firstDirty; entry !== undefined; entry = entry.nextDirty) {
      entry.newOffset = pairs.mark()
      writePair(pairs, entry)
      entry.newLength = pairs.mark() - entry.newOffset
      if (entries.length > 1 && pairs.mark() > LEAF_BYTES_MAX) return false
    }
    return true
  }

  /** Puts the dirty pairs in their old places; false when one has another length now. */
  private mend({ firstDirty, bytes }: Leaf): boolean {
    for (let entry = firstDirty; entry !== undefined; entry = entry.nextDirty)
      if (entry.newLength !== entry.length) return false
    for (let entry = firstDirty; entry !== undefined; entry = entry.nextDirty)
      this.pairs.copyTo(bytes, entry.offset, entry.newOffset, entry.newOffset + entry.length)
    return true
  }

  /** Lays the block out anew, clean pairs copied from the old one; false when the pairs are too much for a leaf. */
  private rebuild(leaf: Leaf): boolean {
    const { pairs, block } = this
    if (!leaf.isSorted) leaf.entries.sort((a, b) => compareCodeUnits(a.key, b.key))
    leaf.isSorted = true
    block.reset()
    block.writeArrayHeader(leaf.entries.length)
    const head = block.mark()
    for (const entry of leaf.entries) {
      const from = block.mark()
      if (entry.isDirty) block.writeEncoded(pairs.view(entry.newOffset, entry.newOffset + entry.newLength))
      else block.writeEncoded(leaf.bytes.subarray(entry.offset, entry.offset + entry.length))
      entry.offset = from
      entry.length = block.mark() - from
    }
    leaf.total = block.mark() - head
    leaf.count = leaf.entries.length
    if (leaf.count > 1 && leaf.total > LEAF_BYTES_MAX) return false
    leaf.bytes = block.slice()
    return true
  }

  private split(leaf: Leaf, depth: number): Branch {
    const branch = new Branch()
    for (const entry of leaf.entries) {
      const nibble = this.hashes.nibble(entry.slot, depth)
      const child = branch.children[nibble] ?? setChild(branch, nibble, new Leaf())
      branch.dirty |= 1 << nibble
      if (child.type === 'leaf') addEntry(child, entry)
    }
    this.refreshChildren(branch, depth)
    return branch
  }

  private refreshBranch(branch: Branch, depth: number): TrieNode | undefined {
    this.refreshChildren(branch, depth)
    if (branch.count > 1 && branch.total > LEAF_BYTES_MAX) return branch
    this.branches[depth]?.pop()
    const entries: Entry[] = []
    collectEntries(branch, entries)
    const leaf = new Leaf()
    for (const entry of entries) addEntry(leaf, entry)
    return this.refreshLeaf(leaf, depth)
  }

  private refreshChildren(branch: Branch, depth: number): void {
    const { children } = branch
    for (let i = 0; i < 16; i += 1) {
      if ((branch.dirty & (1 << i)) === 0) continue
      const before = children[i]
      branch.count -= before?.count ?? 0
      branch.total -= before?.total ?? 0
      const after = this.refresh(before, depth + 1)
      branch.count += after?.count ?? 0
      branch.total += after?.total ?? 0
      if (after === undefined) children[i] = undefined
      else if (after !== before) setChild(branch, i, after)
    }
    const level = (this.branches[depth] ??= [])
    level.push(branch)
  }

  /** Brings the block of a branch up to date with the hashes of its children. */
  private relink(branch: Branch): void {
    let linked = 0
    for (let i = 0; i < 16; i += 1) if (branch.children[i] !== undefined) linked |= 1 << i
    if (linked === branch.linked) mendLinks(branch)
    else {
      this.block.reset()
      writeBranch(this.block, branch)
      branch.bytes = this.block.slice()
    }
    branch.linked = linked
    branch.dirty = 0
  }
}

/** Writes the hashes of touched children over those they had. */
function mendLinks({ children, bytes, dirty, linked }: Branch): void {
  let at = 1
  for (let i = 0; i < 16; i += 1) {
    if ((linked & (1 << i)) === 0) {
      at += 1
      continue
    }
    const digest = children[i]?.digest
    if ((dirty & (1 << i)) !== 0 && digest !== undefined) {
      for (let byte = 0; byte < DIGEST_BYTES; byte += 1)
        bytes[at + LINK_HEAD_BYTES + byte] = digest[byte] ?? 0
    }
    at += LINK_BYTES
  }
}

function hashNodes(nodes: readonly TrieNode[], sha256: Sha256): void {
  if (nodes.length === 0) return
  const blocks = nodes.map(({ bytes }) => bytes)
  const digests = nodes.map(({ digest }) => digest)
  digestAllInto(sha256, blocks, digests)
}

function writePair(writer: CanonicalWriter, { key, record }: Entry): void {
  assert(record !== undefined, 'A leaf holds records.')
  writer.writeArrayHeader(2)
  writer.writeText(key)
  writer.writeValue(record, 2)
}

function writeBranch(writer: CanonicalWriter, branch: Branch): void {
  writer.writeArrayHeader(16)
  for (const child of branch.children) {
    if (child === undefined) writer.writeNull()
    else writer.writeBlockLink(child.digest)
  }
}
