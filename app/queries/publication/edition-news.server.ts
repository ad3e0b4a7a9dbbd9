import { graceEnd, phaseHas } from "#app/domain/phase.ts";
import { isTold, type ToldEvent, toldEvents } from "#app/domain/edition/event.ts";
import { retentionEnds } from "#app/domain/opening/key-care.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Edition } from "#app/platform/db.server.ts";
import { scoringDue } from "#app/queries/jury/juror-reminders.server.ts";

/** Something that happened; `by` is null for what the product did itself. */
export type EditionEvent = { seq: number; at: string; action: ToldEvent; by: string | null };

/** The last things that happened in an edition, newest first. */
export async function recentEvents(editionId: string, count = 8): Promise<EditionEvent[]> {
  const rows = await db().auditEntry.findMany({
    where: { editionId, action: { in: [...toldEvents] } },
    select: { seq: true, at: true, action: true, actorId: true },
    orderBy: { seq: "desc" },
    take: count,
  });
  const people = await db().user.findMany({
    where: { id: { in: rows.flatMap(({ actorId }) => actorId ?? []) } },
    select: { id: true, name: true, surname: true },
  });
  const nameOf = new Map(people.map(({ id, name, surname }) => [id, `${name} ${surname}`]));
  return rows.flatMap(({ seq, at, action, actorId }) =>
    isTold(action)
      ? [
          {
            seq: Number(seq),
            at: at.toISOString(),
            action,
            by: actorId && (nameOf.get(actorId) ?? null),
          },
        ]
      : [],
  );
}

const kinds = [
  "opens",
  "closes",
  "grace",
  "answers",
  "inclusion",
  "conflicts",
  "scoring",
  "voteBegins",
  "voteEnds",
  "publication",
  "retention",
] as const;

/** A date that still comes; `at` is ISO text, the key's words are under i18n `manage.date.*`. */
export type ComingDate = { key: (typeof kinds)[number]; at: string };

/** The dates that an edition still has before it, the nearest first. */
export async function comingDates(edition: Edition): Promise<ComingDate[]> {
  const {
    id,
    phase,
    opensAt,
    closesAt,
    graceMinutes,
    conflictsUntil,
    retentionDays,
    employeesVote,
    voteStartsAt,
    voteEndsAt,
  } = edition;
  const [closing, planned, publication, invited] = await Promise.all([
    db().closing.findUnique({ where: { editionId: id }, select: { objectionEnds: true } }),
    db().publicationDate.findUnique({ where: { editionId: id }, select: { at: true } }),
    db().publication.findUnique({ where: { editionId: id }, select: { at: true } }),
    db().juror.aggregate({ where: { editionId: id, state: "INVITED" }, _max: { answerBy: true } }),
  ]);
  const dates: Record<ComingDate["key"], Date | null> = {
    opens: opensAt,
    closes: closesAt,
    grace: closesAt && graceMinutes > 0 ? graceEnd(closesAt, graceMinutes) : null,
    answers: invited._max.answerBy,
    inclusion: closing?.objectionEnds ?? null,
    conflicts: conflictsUntil,
    scoring: phaseHas(phase, "scores") ? await scoringDue(edition) : null,
    voteBegins: employeesVote ? voteStartsAt : null,
    voteEnds: employeesVote ? voteEndsAt : null,
    publication: publication ? null : (planned?.at ?? null),
    retention: phaseHas(phase, "retention")
      ? retentionEnds(publication?.at ?? null, retentionDays)
      : null,
  };
  return kinds
    .flatMap((key) =>
      dates[key] && dates[key] > now() ? [{ key, at: dates[key].toISOString() }] : [],
    )
    .sort((a, b) => a.at.localeCompare(b.at));
}
