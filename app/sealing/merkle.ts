import { concat, equal, hash } from "./bytes.ts";

// A Merkle tree as in RFC 6962 §2.1: leaves and nodes are hashed with different prefixes, so
// neither passes for the other.

/** A leaf's hash. */
export function leafHash(bytes: Uint8Array): Uint8Array {
  return hash(Uint8Array.of(0), bytes);
}

/** The root over leaf hashes in their order; of no leaves, the hash of nothing. */
export function merkleRoot(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return hash();
  if (leaves.length === 1) return leaves[0]!;
  const k = split(leaves.length);
  return node(merkleRoot(leaves.slice(0, k)), merkleRoot(leaves.slice(k)));
}

/** The hashes beside the way from leaf `index` up to the root (RFC 6962 §2.1.1). */
export function inclusionProof(leaves: Uint8Array[], index: number): Uint8Array[] {
  if (leaves.length <= 1) return [];
  const k = split(leaves.length);
  return index < k
    ? [...inclusionProof(leaves.slice(0, k), index), merkleRoot(leaves.slice(k))]
    : [...inclusionProof(leaves.slice(k), index - k), merkleRoot(leaves.slice(0, k))];
}

/** True when `proof` leads from `leaf`, at `index` of `count`, to `root`. */
export function isIncluded(
  leaf: Uint8Array,
  index: number,
  count: number,
  proof: Uint8Array[],
  root: Uint8Array,
): boolean {
  if (index < 0 || index >= count) return false;
  const reached = climb(leaf, index, count, [...proof]);
  return reached !== null && equal(reached, root);
}

function climb(
  leaf: Uint8Array,
  index: number,
  count: number,
  proof: Uint8Array[],
): Uint8Array | null {
  if (count === 1) return proof.length === 0 ? leaf : null;
  const beside = proof.pop();
  if (!beside) return null;
  const k = split(count);
  if (index < k) {
    const left = climb(leaf, index, k, proof);
    return left && node(left, beside);
  }
  const right = climb(leaf, index - k, count - k, proof);
  return right && node(beside, right);
}

function node(left: Uint8Array, right: Uint8Array): Uint8Array {
  return hash(concat(Uint8Array.of(1), left, right));
}

/** The largest power of two below `n`. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}
