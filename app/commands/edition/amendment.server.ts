import { type AmendmentForm, whyNotAmend } from "#app/domain/edition/amendment.ts";
import { instantOf } from "#app/domain/date-form.ts";
import { refuse } from "#app/domain/refusal.ts";
import { custodianReminderMail } from "#app/mail/edition/edition.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Edition } from "#app/platform/db.server.ts";
import { enqueueMail } from "#app/platform/mail/outbox.server.ts";
import { lockPhaseExclusive } from "./phase-lock.server.ts";
import { addStatement } from "#app/commands/opening/statement.server.ts";

/**
 * Proposes other dates for deposits, and asks the custodians by mail to sign them; nothing changes
 * before a quorum did. Refuses too-late, wrong-phase in preparation, where dates are simply set,
 * and invalid where deposits would close before they open.
 */
export async function proposeAmendment(
  actorId: string,
  { id: editionId, code, timeZone }: Edition,
  form: AmendmentForm,
): Promise<void> {
  const instant = (local?: string) =>
    local ? (instantOf(local, timeZone) ?? undefined) : undefined;
  const dates = { opensAt: instant(form.opensAt), closesAt: instant(form.closesAt) };
  await db().$transaction(async (tx) => {
    await lockPhaseExclusive(tx, editionId);
    const why = whyNotAmend(
      await tx.edition.findUniqueOrThrow({ where: { id: editionId } }),
      dates,
      now(),
    );
    if (why) throw refuse(why.code, why);
    const payload = {
      opensAt: dates.opensAt?.toISOString(),
      closesAt: dates.closesAt?.toISOString(),
      reason: form.reason,
    };
    await addStatement(tx, { editionId, actorId, kind: "AMENDMENT", payload });
    for (const { user } of await tx.custodian.findMany({
      where: { editionId },
      include: { user: true },
    })) {
      await enqueueMail(tx, {
        editionId,
        toAddress: user.email,
        locale: user.locale,
        ...custodianReminderMail(user.locale, { name: user.name, edition: code, code }),
      });
    }
  });
}
