import { languageOf } from "#app/domain/people/account.ts";
import { phaseOf, phaseHas } from "#app/domain/phase.ts";
import {
  nextReminder,
  type ReminderAbout,
  type ReminderDays,
  scoringDate,
} from "#app/domain/jury/juror-reminder.ts";
import type { Locale } from "#app/domain/locale.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Edition, type Tx } from "#app/platform/db.server.ts";

/** A juror with something to do by a date. `open`: sheets not delivered yet. */
export type Awaited = {
  jurorId: string;
  userId: string;
  name: string;
  fullName: string;
  email: string;
  locale: Locale;
  about: ReminderAbout;
  due: Date;
  open: number;
};

/** How many days before and after its date each thing is recalled. */
export function reminderDays({
  remindAnswerBefore,
  remindAnswerAfter,
  remindScoringBefore,
  remindScoringAfter,
}: Edition): Record<ReminderAbout, ReminderDays> {
  return {
    answer: { before: remindAnswerBefore, after: remindAnswerAfter },
    scoring: { before: remindScoringBefore, after: remindScoringAfter },
  };
}

/** By when this edition's jurors are to deliver their sheets. */
export async function scoringDue(
  { id, scoringDays }: Pick<Edition, "id" | "scoringDays">,
  tx: Tx = db(),
): Promise<Date | null> {
  const begun = await tx.phaseChange.findUnique({
    where: { editionId_phase: { editionId: id, phase: phaseOf.scoring } },
    select: { at: true },
  });
  return scoringDate(begun?.at ?? null, scoringDays);
}

/**
 * Whom the jury still waits for: those who did not answer, and while scoring those with sheets to
 * deliver. Nobody without proposals.
 */
export async function awaitedJurors(edition: Edition, tx: Tx = db()): Promise<Awaited[]> {
  if (phaseHas(edition.phase, "totalsSeen")) return [];
  const due = phaseHas(edition.phase, "scores") ? await scoringDue(edition, tx) : null;
  const jurors = await tx.juror.findMany({
    where: { editionId: edition.id, state: { not: "DECLINED" }, user: { active: true } },
    include: {
      user: true,
      assignments: {
        select: {
          proposal: {
            select: { recusals: true, conflicts: true, sheets: { select: { jurorId: true } } },
          },
        },
      },
    },
    orderBy: [{ user: { surname: "asc" } }, { user: { name: "asc" } }, { id: "asc" }],
  });
  return jurors.flatMap(({ id, userId, state, answerBy, user, assignments }): Awaited[] => {
    const own = (rows: readonly { jurorId: string }[]) =>
      rows.some(({ jurorId }) => jurorId === id);
    const open = assignments.filter(
      ({ proposal: { recusals, conflicts, sheets } }) =>
        !own(recusals) && !own(conflicts) && !own(sheets),
    ).length;
    const person = {
      jurorId: id,
      userId,
      name: user.name,
      fullName: `${user.surname} ${user.name}`,
      email: user.email,
      locale: languageOf(user),
      open,
    };
    if (state === "INVITED") return answerBy ? [{ ...person, about: "answer", due: answerBy }] : [];
    return due && open > 0 ? [{ ...person, about: "scoring", due }] : [];
  });
}

export type ReminderRow = {
  jurorId: string;
  name: string;
  about: ReminderAbout;
  due: string;
  late: boolean;
  next: string | null;
  nextWhen: "before" | "after";
  sent: string | null;
};

/** Whom the jury waits for, when each is reminded next, and when it was last done. */
export async function remindersPage(
  edition: Edition,
): Promise<{ awaited: Awaited[]; rows: ReminderRow[] }> {
  const awaited = await awaitedJurors(edition);
  const sent = await db().jurorReminder.findMany({
    where: { jurorId: { in: awaited.map(({ jurorId }) => jurorId) } },
    orderBy: { at: "asc" },
  });
  const days = reminderDays(edition);
  const rows = awaited.map(({ jurorId, fullName, about, due }): ReminderRow => {
    const next = nextReminder(due, days[about], now());
    const last = sent.findLast((each) => each.jurorId === jurorId && each.kind.startsWith(about));
    return {
      jurorId,
      name: fullName,
      about,
      due: due.toISOString(),
      late: due <= now(),
      next: next?.at.toISOString() ?? null,
      nextWhen: next?.when ?? "after",
      sent: last?.at.toISOString() ?? null,
    };
  });
  return { awaited, rows };
}
