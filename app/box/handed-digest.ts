/**
 * SHA-256 in hex over all rows of an edition that the box hands over, whatever their order. Box and
 * main database compute it alike, each from its own rows: equal digests say that nothing was lost,
 * doubled or altered on the way.
 */
export async function handedDigest(tx: Asking, editionId: string): Promise<string> {
  const rows = await tx.$queryRawUnsafe<{ digest: string }[]>(sql, editionId);
  return rows[0]!.digest;
}

type Asking = { $queryRawUnsafe<T>(sql: string, ...values: unknown[]): PromiseLike<T> };

const sql = `
  WITH standing AS (SELECT * FROM "Proposal" WHERE "editionId" = $1::uuid AND NOT withdrawn),
  handed (row) AS (
    SELECT ROW('proposal', id, locale, title, summary, problem, solution, beneficiaries, benefit, resource, horizon, staff,
      cost, sustainability, categories, goals)::text FROM standing
    UNION ALL
    SELECT ROW('envelope', e.id, e."proposalId", e.slot, e."manifestHash", e.iv, e.ct, e.commit, e.wraps, e."ownerWrap")::text
      FROM "Envelope" e JOIN standing p ON p.id = e."proposalId"
    UNION ALL
    SELECT ROW('access', a."keyHash", a."proposalId", a.slot)::text
      FROM "Access" a JOIN standing p ON p.id = a."proposalId" WHERE a.slot <> 0
    UNION ALL
    SELECT ROW('file', f.id, f."proposalId", f.position, f.kind, f.sha256, f.size, sha256(f.bytes))::text
      FROM "ProposalFile" f JOIN standing p ON p.id = f."proposalId"
    UNION ALL
    SELECT ROW('spent', nullifier, purpose)::text FROM "SpentToken" WHERE "editionId" = $1::uuid
  ),
  hashed (hash) AS (SELECT encode(sha256(convert_to(row, 'UTF8')), 'hex') FROM handed)
  SELECT encode(sha256(convert_to(coalesce(string_agg(hash, '' ORDER BY hash), ''), 'UTF8')), 'hex') AS digest FROM hashed`;
