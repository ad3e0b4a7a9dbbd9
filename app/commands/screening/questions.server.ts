import { announcesByItself, localDay, whyNotAnnounce } from "#app/domain/screening/dialogue.ts";
import { type Phase, phasesWith } from "#app/domain/phase.ts";
import { refuse } from "#app/domain/refusal.ts";
import { whyNotScreen } from "#app/domain/screening/screening.ts";
import { momentMail } from "#app/mail/moment.server.ts";
import { announcementFacts } from "#app/queries/screening/dialogue.server.ts";
import { hiddenFrom } from "#app/queries/screening/hidden-proposals.server.ts";
import { ownParagraphsOf } from "#app/queries/mailing/mailings.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Edition, longTransaction, type Tx } from "#app/platform/db.server.ts";
import { mailEligibleEmployees } from "#app/commands/mailing/eligible-employees.server.ts";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

/**
 * Asks whoever wrote a proposal; it is read at once by whoever comes with the receipt. Refuses
 * too-early, too-late, not-found.
 */
export async function askProposer(
  actorId: string,
  edition: Pick<Edition, "id" | "timeZone">,
  publicNo: number,
  text: string,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const why = whyNotScreen(await lockPhaseExclusive(tx, edition.id));
    if (why) throw refuse(why);
    const proposal = await tx.proposal.findUnique({
      where: { editionId_publicNo: { editionId: edition.id, publicNo }, withdrawn: false },
      select: { id: true },
    });
    if (!proposal || (await hiddenFrom(actorId, edition.id, tx)).has(proposal.id))
      throw refuse("not-found");
    await tx.message.create({
      data: {
        proposalId: proposal.id,
        side: "ORGANISER",
        kind: "QUESTION",
        text,
        visibleFrom: localDay(now(), edition.timeZone),
      },
    });
    await audit(tx, {
      actorId,
      action: "question.asked",
      editionId: edition.id,
      objectId: String(publicNo),
    });
  });
}

/**
 * Tells everybody who may take part that some proposals have questions: the same words to all,
 * whether they proposed or not, once a day at the most. Refuses wrong-phase, nothing-to-answer,
 * announced-today. `actorId` null: by itself.
 */
export async function announceQuestions(actorId: string | null, edition: Edition): Promise<void> {
  await longTransaction(async (tx) => {
    const phase = await lockPhaseExclusive(tx, edition.id);
    const why = await whyNot(tx, { ...edition, phase });
    if (why) throw refuse(why);
    const own = await ownParagraphsOf(edition.id, "questions", tx);
    const mails = await mailEligibleEmployees(
      tx,
      edition.id,
      (locale) => momentMail(locale, "questions", edition, own),
      "questions",
    );
    await audit(tx, {
      actorId,
      action: "questions.announced",
      editionId: edition.id,
      detail: { mails },
    });
  });
}

async function whyNot(tx: Tx, edition: { id: string; timeZone: string; phase: Phase }) {
  return whyNotAnnounce({ ...(await announcementFacts(edition, tx)), phase: edition.phase });
}

/** Announces, after midnight, what was asked the day before and no organiser announced. */
export async function announceOverdueQuestions(): Promise<void> {
  for (const edition of await db().edition.findMany({
    where: { phase: { in: phasesWith("screens") } },
  })) {
    if (announcesByItself({ ...(await announcementFacts(edition)), phase: edition.phase }))
      await announceQuestions(null, edition);
  }
}
