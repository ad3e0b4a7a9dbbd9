import type { JurorState } from "#app/domain/jury/jury.ts";
import { compositionReasons } from "#app/domain/jury/composition.ts";
import { refuse, type Reason } from "#app/domain/refusal.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Edition, type JurorKind, type Prisma } from "#app/platform/db.server.ts";
import { kindsOf } from "#app/queries/edition/edition-facts.server.ts";

export type JurorRow = {
  id: string;
  name: string;
  email: string;
  kind: JurorKind;
  state: JurorState;
  chair: boolean;
  maxLoad: number | null;
  declineReason: string;
  answerBy: string | null;
  late: boolean;
  leftAt: string | null;
  declared: boolean;
  assigned: number;
  /**
   * null where proposers name theirs behind the seal: beside the assignment the number would tell
   * which are whose
   */
  conflicts: number | null;
  /** instead of passes given back: the declaration of not having taken part */
  noPart: { text: string; by: string; at: string } | null;
};
export type StaffMatch = { id: string; name: string; unit: string; staffNumber: string };
export type JuryPage = {
  jurors: JurorRow[];
  matches: StaffMatch[] | null;
  lacks: Reason[];
  secretary: { name: string } | null;
};

/**
 * The jury and what it lacks, and the staff whose name or number fits the search. It does not tell
 * who holds a pass.
 */
export async function juryPage(edition: Edition, search: string): Promise<JuryPage> {
  const { id: editionId, sealedConflicts } = edition;
  const rows = await db().juror.findMany({
    where: { editionId },
    include: {
      user: { select: { name: true, surname: true, email: true } },
      _count: { select: { conflicts: true, assignments: true } },
    },
    orderBy: [{ user: { surname: "asc" } }, { user: { name: "asc" } }, { id: "asc" }],
  });
  const secretary = await secretaryOf(editionId);
  const noParts = await declarationsOf(editionId);
  return {
    secretary,
    lacks: compositionReasons(edition, {
      ...kindsOf(rows.filter(({ state }) => state === "ACCEPTED")),
      secretary: secretary !== null,
    }),
    jurors: rows.map(
      ({
        id,
        userId,
        kind,
        state,
        chair,
        answerBy,
        leftAt,
        maxLoad,
        declineReason,
        confirmedOwn,
        user,
        _count,
      }) => ({
        id,
        kind,
        state,
        chair,
        maxLoad,
        declineReason,
        name: `${user.name} ${user.surname}`,
        email: user.email,
        declared: confirmedOwn,
        conflicts: sealedConflicts ? null : _count.conflicts,
        assigned: _count.assignments,
        answerBy: answerBy?.toISOString() ?? null,
        late: answerBy !== null && answerBy < now(),
        leftAt: leftAt?.toISOString() ?? null,
        noPart: noParts.get(userId) ?? null,
      }),
    ),
    matches: search.trim() ? await staffMatching(search) : null,
  };
}

export type LeavingPage = { name: string; kept: number; freed: number };

/**
 * What replacing a juror means: sheets that stay, and proposals that are free again. Refuses
 * not-found.
 */
export async function leavingPage(editionId: string, jurorId: string): Promise<LeavingPage> {
  const juror = await db().juror.findUnique({
    where: { id: jurorId, editionId, state: "ACCEPTED" },
    select: { user: { select: { name: true, surname: true } } },
  });
  if (!juror) throw refuse("not-found");
  const own = (sheets: "some" | "none") =>
    db().assignment.count({
      where: {
        jurorId,
        proposal: { sheets: { [sheets]: { jurorId } }, recusals: { none: { jurorId } } },
      },
    });
  return {
    name: `${juror.user.name} ${juror.user.surname}`,
    kept: await own("some"),
    freed: await own("none"),
  };
}

/** Who writes the jury's minutes. */
async function secretaryOf(editionId: string): Promise<{ name: string } | null> {
  const role = await db().role.findFirst({
    where: { editionId, kind: "SECRETARY" },
    select: { user: { select: { name: true, surname: true } } },
  });
  return role && { name: `${role.user.name} ${role.user.surname}` };
}

async function declarationsOf(
  editionId: string,
): Promise<Map<string, NonNullable<JurorRow["noPart"]>>> {
  const rows = await db().roleDeclaration.findMany({ where: { editionId } });
  const actors = await db().user.findMany({
    where: { id: { in: rows.map(({ actorId }) => actorId) } },
    select: { id: true, name: true, surname: true },
  });
  const names = new Map(actors.map(({ id, name, surname }) => [id, `${name} ${surname}`]));
  return new Map(
    rows.map(({ userId, text, actorId, at }) => [
      userId,
      { text, by: names.get(actorId) ?? "", at: at.toISOString() },
    ]),
  );
}

async function staffMatching(search: string): Promise<StaffMatch[]> {
  const words = search.trim().split(/\s+/).slice(0, 5);
  // PostgreSQL's C locale folds the case of plain letters only: accented ones are looked for both
  // ways
  const holds = (word: string): Prisma.UserWhereInput => ({
    OR: [word.toLowerCase(), word.toUpperCase()].flatMap((contains) =>
      (["name", "surname", "staffNumber", "email"] as const).map((field) => ({
        [field]: { contains, mode: "insensitive" },
      })),
    ),
  });
  const people = await db().user.findMany({
    where: { active: true, staffNumber: { not: null }, AND: words.map(holds) },
    select: { id: true, name: true, surname: true, unit: true, staffNumber: true },
    orderBy: [{ surname: "asc" }, { name: "asc" }],
    take: 20,
  });
  return people.map(({ id, name, surname, unit, staffNumber }) => ({
    id,
    unit,
    name: `${name} ${surname}`,
    staffNumber: staffNumber ?? "",
  }));
}
