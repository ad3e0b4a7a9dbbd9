import { db } from "#app/platform/db.server.ts";
import type { Team } from "./responses.ts";
import { type SealedEdition, whereKept } from "./edition.server.ts";

const teamSlots = {
  envelopes: { select: { slot: true } },
  invites: { select: { slot: true } },
} as const;

/** The places of a proposal's team: numbers only, since nobody is to learn who joined. */
export async function teamOf(
  edition: Pick<SealedEdition, "id" | "maxTeam">,
  proposalId: string,
): Promise<Team> {
  const own = { where: { id: proposalId }, select: teamSlots };
  const team = await whereKept(
    edition,
    (box) => box.proposal.findUnique(own),
    () => db().proposal.findUnique(own),
  );
  const open = team?.invites.map(({ slot }) => slot).sort((a, b) => a - b) ?? [];
  return { confirmed: team?.envelopes.length ?? 0, open, max: edition.maxTeam };
}
