import { phasesWith } from "#app/domain/phase.ts";
import { auditHeadMail } from "#app/mail/opening/audit.server.ts";
import { toHex } from "#app/sealing/bytes.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, isDuplicate, longTransaction, type Tx } from "#app/platform/db.server.ts";
import { enqueueMail } from "#app/platform/mail/outbox.server.ts";

/**
 * Once a day: keeps the head of the audit chain, which the public page shows, and sends it to all
 * custodians whose edition is under way. Several nodes send it once; a day without a new entry says
 * the same head again.
 */
export async function sendAuditHead(): Promise<void> {
  const day = now().toISOString().slice(0, 10);
  if (await db().auditHead.findUnique({ where: { day: new Date(day) } })) return;
  try {
    await longTransaction((tx) => keepAndSend(tx, day));
  } catch (error) {
    if (!isDuplicate(error)) throw error; // another node was faster
  }
}

async function keepAndSend(tx: Tx, day: string): Promise<void> {
  const head = await tx.auditLink.findFirst({ orderBy: { position: "desc" } });
  if (!head) return;
  await tx.auditHead.create({
    data: { day: new Date(day), position: head.position, hash: head.hash },
  });
  const custodians = await tx.user.findMany({
    where: {
      active: true,
      custodians: { some: { edition: { phase: { notIn: phasesWith("archived") } } } },
    },
    select: { email: true, locale: true },
  });
  for (const { email, locale } of custodians) {
    await enqueueMail(tx, {
      toAddress: email,
      locale,
      ...auditHeadMail(locale, { day, position: head.position, hash: toHex(head.hash) }),
    });
  }
}
