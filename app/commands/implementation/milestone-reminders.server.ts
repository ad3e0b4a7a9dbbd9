import { languageOf } from "#app/domain/people/account.ts";
import { dueMilestoneReminder } from "#app/domain/implementation/implementation.ts";
import { inLocale } from "#app/domain/locale.ts";
import { localised } from "#app/domain/localised.ts";
import { milestoneReminderMail } from "#app/mail/implementation/implementation.server.ts";
import {
  dayText,
  followedWinners,
  titlesOf,
  todayIn,
} from "#app/queries/implementation/implementation.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Prisma } from "#app/platform/db.server.ts";
import { enqueueMail } from "#app/platform/mail/outbox.server.ts";

const parts = {
  implementation: { include: { owner: true, edition: true } },
} as const satisfies Prisma.MilestoneInclude;
type Row = Prisma.MilestoneGetPayload<{ include: typeof parts }>;

/**
 * Mails owners in the week before a milestone's day and after it, once each, whichever node asks
 * first; a day that moved counts again.
 */
export async function remindOfMilestones(): Promise<void> {
  const milestones = await db().milestone.findMany({
    where: {
      doneOn: null,
      implementation: { status: { notIn: ["DONE", "DROPPED"] }, owner: { active: true } },
    },
    include: parts,
  });
  for (const milestone of milestones) await remind(milestone);
}

async function remind({
  id,
  title,
  due,
  doneOn,
  implementation: { publicNo, status, owner, edition },
}: Row): Promise<void> {
  const kind = dueMilestoneReminder(
    { due: dayText(due), doneOn: doneOn && dayText(doneOn) },
    status,
    todayIn(edition),
  );
  const winner =
    kind && owner
      ? (await followedWinners(edition)).find((each) => each.publicNo === publicNo)
      : undefined;
  if (!kind || !owner || !winner) return;
  const locale = languageOf(owner);
  await db().$transaction(async (tx) => {
    const { count } = await tx.milestoneReminder.createMany({
      data: [{ milestoneId: id, kind, due, at: now() }],
      skipDuplicates: true,
    });
    if (count === 0) return;
    const mail = milestoneReminderMail(locale, {
      name: owner.name,
      code: edition.code,
      publicNo,
      kind,
      due: dayText(due),
      title: inLocale(titlesOf(winner), locale),
      milestone: inLocale(localised.parse(title), locale),
    });
    await enqueueMail(tx, {
      editionId: edition.id,
      userId: owner.id,
      toAddress: owner.email,
      locale,
      ...mail,
    });
  });
}
