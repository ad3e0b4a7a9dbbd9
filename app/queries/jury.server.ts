import type { JurorState } from "#app/domain/jury.ts";
import { db, type JurorKind, type Prisma } from "#app/platform/db.server.ts";

export type JurorRow = {
  id: string; name: string; email: string; kind: JurorKind; state: JurorState; chair: boolean; maxLoad: number | null; declineReason: string;
  declared: boolean; conflicts: number; assigned: number;
};
export type StaffMatch = { id: string; name: string; unit: string; staffNumber: string };
export type JuryPage = { jurors: JurorRow[]; matches: StaffMatch[] | null };

/** The jury, and the staff whose name or number fits the search. It does not tell who holds a pass. */
export async function juryPage(editionId: string, search: string): Promise<JuryPage> {
  const rows = await db().juror.findMany({
    where: { editionId },
    include: { user: { select: { name: true, surname: true, email: true } }, _count: { select: { conflicts: true, assignments: true } } },
    orderBy: [{ user: { surname: "asc" } }, { user: { name: "asc" } }, { id: "asc" }],
  });
  return {
    jurors: rows.map(({ id, kind, state, chair, maxLoad, declineReason, confirmedOwn, user, _count }) => ({
      id, kind, state, chair, maxLoad, declineReason, name: `${user.name} ${user.surname}`, email: user.email,
      declared: confirmedOwn, conflicts: _count.conflicts, assigned: _count.assignments,
    })),
    matches: search.trim() ? await staffMatching(search) : null,
  };
}

async function staffMatching(search: string): Promise<StaffMatch[]> {
  const words = search.trim().split(/\s+/).slice(0, 5);
  // PostgreSQL's C locale folds the case of plain letters only: accented ones are looked for both ways
  const holds = (word: string): Prisma.UserWhereInput => ({
    OR: [word.toLowerCase(), word.toUpperCase()].flatMap((contains) =>
      (["name", "surname", "staffNumber", "email"] as const).map((field) => ({ [field]: { contains, mode: "insensitive" } })),
    ),
  });
  const people = await db().user.findMany({
    where: { active: true, staffNumber: { not: null }, AND: words.map(holds) },
    select: { id: true, name: true, surname: true, unit: true, staffNumber: true },
    orderBy: [{ surname: "asc" }, { name: "asc" }],
    take: 20,
  });
  return people.map(({ id, name, surname, unit, staffNumber }) => ({ id, unit, name: `${name} ${surname}`, staffNumber: staffNumber ?? "" }));
}
