import { db } from "#app/platform/db.server.ts";

export type SeparationsPage = {
  separations: { id: string; name: string; other: string; reason: string }[];
  jurors: { id: string; name: string }[];
};

/** Who must be apart, and who there is to choose from. */
export async function separationsPage(editionId: string): Promise<SeparationsPage> {
  const person = { select: { user: { select: { name: true, surname: true } } } } as const;
  const rows = await db().jurorSeparation.findMany({
    where: { editionId },
    include: { juror: person, other: person },
    orderBy: { at: "asc" },
  });
  const jurors = await db().juror.findMany({
    where: { editionId, state: { not: "DECLINED" } },
    select: { id: true, ...person.select },
    orderBy: [{ user: { surname: "asc" } }, { user: { name: "asc" } }, { id: "asc" }],
  });
  return {
    separations: rows.map(({ id, juror, other, reason }) => ({
      id,
      name: nameOf(juror),
      other: nameOf(other),
      reason,
    })),
    jurors: jurors.map(({ id, user }) => ({ id, name: nameOf({ user }) })),
  };
}

function nameOf({ user }: { user: { name: string; surname: string } }): string {
  return `${user.surname} ${user.name}`;
}
