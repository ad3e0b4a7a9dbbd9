// How far jurors are from each other, for organisers who watch over a jury: differences, never a
// score.

/** A delivered sheet's total, 0 to 100. */
export type DeliveredTotal = { jurorId: string; proposalId: string; total: number };
/**
 * How much higher (or lower) a juror scores than the others on the same proposals, in points of
 * 100; `shared`: on how many.
 */
export type JurorDifference = { jurorId: string; difference: number; shared: number };
/** The distance between the highest and the lowest total of a proposal, in points of 100. */
export type ProposalRange = { proposalId: string; range: number; sheets: number };

/** Fewer proposals together say nothing about a juror. */
export const fewestShared = 3;

/**
 * The jurors by how far they are from the others, the farthest first; those with fewer than three
 * proposals in common with others are left out.
 */
export function jurorDifferences(totals: readonly DeliveredTotal[]): JurorDifference[] {
  return groups(totals, ({ jurorId }) => jurorId)
    .map(([jurorId, own]) => {
      const differences = own.flatMap(({ proposalId, total }) => {
        const others = totals
          .filter((other) => other.proposalId === proposalId && other.jurorId !== jurorId)
          .map((other) => other.total);
        return others.length > 0 ? [total - mean(others)] : [];
      });
      return {
        jurorId,
        difference: differences.length > 0 ? mean(differences) : 0,
        shared: differences.length,
      };
    })
    .filter(({ shared }) => shared >= fewestShared)
    .sort(
      (a, b) => Math.abs(b.difference) - Math.abs(a.difference) || (a.jurorId < b.jurorId ? -1 : 1),
    );
}

/**
 * The proposals by how far their sheets are apart, the farthest first; those with one sheet are
 * left out.
 */
export function proposalRanges(totals: readonly DeliveredTotal[]): ProposalRange[] {
  return groups(totals, ({ proposalId }) => proposalId)
    .filter(([, sheets]) => sheets.length > 1)
    .map(([proposalId, sheets]) => ({
      proposalId,
      sheets: sheets.length,
      range:
        Math.max(...sheets.map(({ total }) => total)) -
        Math.min(...sheets.map(({ total }) => total)),
    }))
    .sort((a, b) => b.range - a.range || (a.proposalId < b.proposalId ? -1 : 1));
}

function groups<T>(rows: readonly T[], keyOf: (row: T) => string): [string, T[]][] {
  const found = new Map<string, T[]>();
  for (const row of rows) found.set(keyOf(row), [...(found.get(keyOf(row)) ?? []), row]);
  return [...found];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
