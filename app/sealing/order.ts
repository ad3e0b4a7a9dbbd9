import { hash, toHex } from "./bytes.ts";

/**
 * Items in an order that looks random, tells nothing and is the same each time: by the hash of
 * `seed` and the item's id.
 */
export function inHashOrder<T>(items: readonly T[], seed: string, idOf: (item: T) => string): T[] {
  const keyed = items.map((item) => ({
    item,
    key: toHex(hash("innova.to/order/v1|", seed, "|", idOf(item))),
  }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ item }) => item);
}
