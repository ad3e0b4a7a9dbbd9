/**
 * Spearman's correlation of two orders of the same ids: 1 for the same, 0 where one says nothing.
 */
export function correlation(order: readonly string[], shown: readonly string[]): number {
  const at = new Map(shown.map((id, place) => [id, place]));
  const n = order.length;
  const squares = order.reduce((sum, id, place) => sum + (place - at.get(id)!) ** 2, 0);
  return 1 - (6 * squares) / (n * (n * n - 1));
}
