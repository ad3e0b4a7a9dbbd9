import { equal, hash, toHex } from "./bytes.ts";

// The public list of deposits (sealing.md §5). A deposit stands in it as a tag made of its access
// key: whoever holds the receipt finds it, and nobody else knows whose it is, nor of which text.

/** The length of a tag in bytes. */
export const tagSize = 16;

/** What stands for a deposit in the list. */
export function depositTag(accessKey: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hash("innova.to/deposit/tag/v1|", accessKey).slice(0, tagSize));
}

/** The tags of a list, which are written one after the other. */
export function tagsIn(list: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.floor(list.length / tagSize) }, (_, at) =>
    list.subarray(at * tagSize, (at + 1) * tagSize),
  );
}

/** True when a list has this tag. */
export function hasTag(list: Uint8Array, tag: Uint8Array): boolean {
  return tagsIn(list).some((each) => equal(each, tag));
}

/** One list of several, in order: as it is published and hashed. */
export function joinedList(lists: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const order = (a: Uint8Array, b: Uint8Array) => {
    const at = a.findIndex((byte, place) => byte !== b[place]);
    return at < 0 ? 0 : a[at]! - b[at]!;
  };
  const tags = lists.flatMap(tagsIn).sort(order);
  const joined = new Uint8Array(tags.length * tagSize);
  tags.forEach((tag, at) => joined.set(tag, at * tagSize));
  return joined;
}

/** What is said of a whole list: how many tags it has, and its hash in hexadecimal. */
export function summaryOf(lists: readonly Uint8Array[]): { count: number; hash: string } {
  const list = joinedList(lists);
  return { count: list.length / tagSize, hash: toHex(depositListHash(list)) };
}

/** What is compared of a whole list: on the public page, in the audit log, in the browser. */
export function depositListHash(list: Uint8Array): Uint8Array {
  return hash("innova.to/deposit/list/v1|", list);
}
