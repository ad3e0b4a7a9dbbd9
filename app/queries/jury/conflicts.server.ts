import type { ConflictKind } from "#app/domain/jury/jury.ts";
import { db, type Edition } from "#app/platform/db.server.ts";
import { hiddenFrom } from "#app/queries/screening/hidden-proposals.server.ts";

/** A juror and a proposal; `kind` none: organisers decided that there is no conflict. */
export type ConflictRow = {
  no: number;
  juror: string;
  kind: ConflictKind | "none";
  note: string;
  decided: boolean;
};
export type OrganiserRow = { no: number; userId: string; name: string; kind: ConflictKind };
export type ConflictsBoard = {
  jurors: { id: string; name: string }[];
  numbers: number[];
  /** the reader's own: a number and no more */
  own: { no: number; kind: ConflictKind }[];
  organisers: OrganiserRow[];
  rows: ConflictRow[];
};

const person = { select: { name: true, surname: true } } as const;
const nameOf = ({ name, surname }: { name: string; surname: string }) => `${name} ${surname}`;

/**
 * Conflicts as an organiser sees them: never of a proposal with which they are in conflict. Where
 * proposers name jurors too, only what organisers decided themselves, since the declared ones would
 * tell which of the impossible pairs those are.
 */
export async function conflictsBoard(
  userId: string,
  { id: editionId, sealedConflicts }: Pick<Edition, "id" | "sealedConflicts">,
): Promise<ConflictsBoard> {
  const hidden = await hiddenFrom(userId, editionId);
  const ofEdition = { juror: { editionId }, proposalId: { notIn: [...hidden] } };
  const pair = {
    juror: { select: { user: person } },
    proposal: { select: { publicNo: true } },
  } as const;
  const conflicts = await db().conflict.findMany({
    where: { ...ofEdition, ...(sealedConflicts ? { pinnedById: { not: null } } : {}) },
    include: pair,
  });
  const none = await db().noConflict.findMany({ where: ofEdition, include: pair });
  const organisers = await db().organiserConflict.findMany({
    where: { proposal: { editionId } },
    include: { user: person, proposal: { select: { publicNo: true } } },
  });
  const rows = [
    ...conflicts.map(({ kind, reason, pinnedById, ...of }) => ({
      ...shown(of),
      kind,
      note: reason,
      decided: pinnedById !== null,
    })),
    ...none.map(({ reason, ...of }) => ({
      ...shown(of),
      kind: "none" as const,
      note: reason,
      decided: true,
    })),
  ];
  return {
    jurors: (
      await db().juror.findMany({
        where: { editionId, state: { not: "DECLINED" } },
        select: { id: true, user: person },
        orderBy: [{ user: { surname: "asc" } }, { user: { name: "asc" } }],
      })
    ).map(({ id, user }) => ({ id, name: nameOf(user) })),
    numbers: (
      await db().proposal.findMany({
        where: { editionId, withdrawn: false, id: { notIn: [...hidden] }, publicNo: { not: null } },
        select: { publicNo: true },
        orderBy: { publicNo: "asc" },
      })
    ).map(({ publicNo }) => publicNo ?? 0),
    own: organisers
      .filter((each) => each.userId === userId)
      .map(({ proposal, kind }) => ({ no: proposal.publicNo ?? 0, kind }))
      .sort((a, b) => a.no - b.no),
    organisers: organisers
      .filter((each) => each.userId !== userId && !hidden.has(each.proposalId))
      .map(({ userId: of, user, proposal, kind }) => ({
        no: proposal.publicNo ?? 0,
        userId: of,
        name: nameOf(user),
        kind,
      })),
    rows: rows.sort((a, b) => a.no - b.no || a.juror.localeCompare(b.juror)),
  };
}

function shown({
  juror,
  proposal,
}: {
  juror: { user: { name: string; surname: string } };
  proposal: { publicNo: number | null };
}) {
  return { no: proposal.publicNo ?? 0, juror: nameOf(juror.user) };
}
