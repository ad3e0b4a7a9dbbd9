// What `/p` reads of an edition after its closing, for a ballot box that has no way to the main
// database: it keeps a replica of these rows, so that nobody at the main server learns which
// proposal somebody reads. Nothing of it is more than `/p` may show.

const ofEdition = `t."editionId" = $1::uuid`;
const ofProposals = `t."proposalId" IN (SELECT id FROM "Proposal" WHERE "editionId" = $1::uuid)`;
const ofEnvelopes = `t."envelopeId" IN (SELECT e.id FROM "Envelope" e
  JOIN "Proposal" p ON p.id = e."proposalId" WHERE p."editionId" = $1::uuid)`;
const phase = `(SELECT phase FROM "Edition" WHERE id = $1::uuid)`;

/**
 * A table, and which of its rows `t` are an edition's ($1), in the replica. `asTold` is the row as
 * JSON where it is not the whole; `from` where the main database finds them otherwise.
 */
type ReplicaTable = { name: string; of: string; from?: string; asTold?: string };

/** Instead of whoever did something. */
const nobody = `'00000000-0000-0000-0000-000000000000'`;
const without = (...changes: string[]) =>
  `to_jsonb(t) || jsonb_build_object(${changes.join(", ")})`;

const openListAlone = without(`'json', jsonb_build_object(
  'order', '[]'::jsonb, 'reserves', '[]'::jsonb, 'openList', t.json::jsonb -> 'openList')::text`);

/** In the order in which the replica writes them: rows of a proposal after the proposal. */
export const replicaTables: readonly ReplicaTable[] = [
  { name: "Edition", of: `t.id = $1::uuid` },
  { name: "Manifest", of: ofEdition },
  { name: "EditionKeys", of: ofEdition },
  { name: "Category", of: ofEdition },
  { name: "Closing", of: ofEdition, asTold: without(`'staffList', ''`, `'staffSalt', '\\x'`) },
  { name: "Custodian", of: ofEdition, asTold: without(`'userId', t.id`) },
  { name: "CustodianSignature", of: ofEdition },
  { name: "Proposal", of: ofEdition },
  { name: "Envelope", of: ofProposals },
  { name: "Access", of: ofProposals },
  { name: "Screening", of: ofProposals, asTold: without(`'actorId', ${nobody}`) },
  { name: "HiddenPassage", of: ofProposals, asTold: without(`'actorId', ${nobody}`) },
  { name: "Message", of: ofProposals },
  {
    name: "Juror",
    of: ofEdition,
    asTold: without(`'userId', t.id`, `'declineReason', ''`, `'reopenReason', ''`),
  },
  {
    // those who judge, whom a proposer may name, and nobody else
    name: "User",
    of: `t.id IN (SELECT id FROM "Juror" WHERE "editionId" = $1::uuid)`,
    from: `"User" t JOIN "Juror" j ON j."userId" = t.id WHERE j."editionId" = $1::uuid`,
    asTold: `jsonb_build_object('id', j.id, 'email', j.id, 'name', t.name, 'surname', t.surname,
      'unit', t.unit, 'qualification', '', 'director', false, 'active', true,
      'isAdministrator', false, 'locale', 'it', 'remindersOff', true)`,
  },
  {
    // the ranking is public with the results; until then, what the opening goes by
    name: "Ranking",
    of: ofEdition,
    asTold: `CASE WHEN ${phase} >= 'published' THEN to_jsonb(t) ELSE ${openListAlone} END`,
  },
  {
    name: "Statement",
    of: `${ofEdition} AND t.kind = 'RESERVE'`,
    asTold: without(`'actorId', null`),
  },
  { name: "OpenedEnvelope", of: ofEdition, asTold: without(`'holder', null`, `'reason', ''`) },
  { name: "HandedKey", of: ofEnvelopes, asTold: without(`'key', '\\x'`) },
  {
    name: "ScoreSheet",
    of: ofProposals,
    from: `"ScoreSheet" t WHERE ${ofProposals} AND ${phase} >= 'published'`,
    asTold: without(`'commentJury', ''`, `'reason', ''`, `'authorId', ${nobody}`, `'salt', '\\x'`),
  },
  { name: "Recusal", of: ofProposals, asTold: without(`'reason', ''`) },
  {
    name: "Conflict",
    of: ofProposals,
    asTold: without(`'reason', ''`, `'kind', 'other'`, `'pinnedById', null`),
  },
  { name: "TookPartKey", of: ofEdition },
  { name: "SpentToken", of: ofEdition },
  { name: "Ballot", of: `${ofEdition} AND ${phase} >= 'frozen'` },
  { name: "DepositList", of: ofEdition },
];

/** How the main database gives a table's rows of an edition: as JSON texts, in their order. */
export function rowsToTell({ name, of, from, asTold = "to_jsonb(t)" }: ReplicaTable): string {
  return `SELECT (${asTold})::text AS row FROM ${from ?? `"${name}" t WHERE ${of}`} ORDER BY 1`;
}
