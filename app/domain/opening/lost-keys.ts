/**
 * Since when fewer than a quorum of custodians can open anything, or null while enough can: the
 * moment at which the key was declared lost that made one too many.
 */
export function quorumLostSince(lost: readonly (Date | null)[], quorum: number): Date | null {
  const bearable = lost.length - quorum;
  const moments = lost
    .filter((at): at is Date => at !== null)
    .sort((a, b) => a.getTime() - b.getTime());
  return moments[bearable] ?? null;
}
