import { refuse } from "#app/domain/refusal.ts";
import { audit } from "#app/platform/audit.server.ts";
import { db } from "#app/platform/db.server.ts";
import { mailTries, requeueMails } from "#app/platform/mail/outbox.server.ts";

/** Starts the tries of one unsent mail again. Refuses blocked when it was sent meanwhile. */
export async function retryMail(actorId: string, mailId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    if ((await requeueMails(tx, [mailId])) === 0) throw refuse("conflict");
    await audit(tx, { actorId, action: "mail.retried", objectId: mailId });
  });
}

/**
 * Starts the tries of every mail that was given up again, after a mail server was mended. Returns
 * how many.
 */
export async function retryFailedMails(actorId: string): Promise<number> {
  return db().$transaction(async (tx) => {
    const failed = await tx.outboxMail.findMany({
      where: { sentAt: null, attempts: { gte: mailTries } },
      select: { id: true },
      take: 5000,
    });
    const count = await requeueMails(
      tx,
      failed.map((mail) => mail.id),
    );
    await audit(tx, { actorId, action: "mail.all-retried", detail: { count } });
    return count;
  });
}
