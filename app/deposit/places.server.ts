import { db, type Tx } from "#app/platform/db.server.ts";
import type { Team } from "./answers.ts";
import type { SealedEdition } from "./edition.server.ts";

/** The places of a proposal's team: numbers only, since nobody is to learn who joined. */
export async function teamOf(edition: Pick<SealedEdition, "maxTeam">, proposalId: string, tx: Tx = db()): Promise<Team> {
  const envelopes = await tx.envelope.count({ where: { proposalId } });
  const invites = await tx.invite.findMany({ where: { proposalId }, select: { slot: true } });
  return { confirmed: envelopes, open: invites.map(({ slot }) => slot).sort((a, b) => a - b), max: edition.maxTeam };
}
