import { languageOf } from "#app/domain/account.ts";
import { type Localised, localised } from "#app/domain/locale.ts";
import { mailings, type Moment, momentSchema, whyNotRelease } from "#app/domain/mailing.ts";
import { refuse } from "#app/domain/refusal.ts";
import { momentMail } from "#app/mail/moment.server.ts";
import { nextRecipients } from "#app/queries/mail-recipients.server.ts";
import { mailingFacts } from "#app/queries/mailings.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Tx } from "#app/platform/db.server.ts";
import { enqueueMails } from "#app/platform/outbox.server.ts";
import { ownedPhase } from "./phase-lock.server.ts";

/** Keeps the organisers' own paragraph of a moment's mail. Refuses already-released. */
export async function writeOwnParagraph(actorId: string, editionId: string, moment: Moment, own: Localised): Promise<void> {
  await change(editionId, moment, async (tx) => {
    await tx.mailing.upsert({ where: { editionId_moment: { editionId, moment } }, create: { editionId, moment, own }, update: { own } });
    await audit(tx, { actorId, action: "mailing.written", editionId, objectId: moment });
  });
}

/** Sets when the mail is released by itself, or takes that back (`sendAt` null). Refuses already-released, and too-late for a moment that is past. */
export async function planMailing(actorId: string, editionId: string, moment: Moment, sendAt: Date | null): Promise<void> {
  if (!mailings[moment].phases) throw refuse("not-found");
  if (sendAt && sendAt <= now()) throw refuse("too-late", { field: "at" });
  await change(editionId, moment, async (tx) => {
    const plan = { sendAt, plannedBy: sendAt && actorId };
    await tx.mailing.upsert({ where: { editionId_moment: { editionId, moment } }, create: { editionId, moment, ...plan }, update: plan });
    await audit(tx, { actorId, action: sendAt ? "mailing.planned" : "mailing.unplanned", editionId, objectId: moment, detail: sendAt ? { at: sendAt.toISOString() } : {} });
  });
}

/** One change of a mail that is not released yet. */
async function change(editionId: string, moment: Moment, act: (tx: Tx) => Promise<void>): Promise<void> {
  await db().$transaction(async (tx) => {
    await ownedPhase(tx, editionId);
    if ((await tx.mailing.findUnique({ where: { editionId_moment: { editionId, moment } } }))?.releasedAt) throw refuse("already-released");
    await act(tx);
  });
}

/**
 * Releases the mail of a moment, once: from then on it is written into the outbox by itself. `actorId` null: the moment that
 * an organiser set has come. Refuses not-found, already-released, too-early, too-late.
 */
export async function releaseMailing(actorId: string | null, editionId: string, moment: Moment): Promise<void> {
  await db().$transaction(async (tx) => {
    const phase = await ownedPhase(tx, editionId); // one release at a time
    const facts = await mailingFacts(tx, editionId, moment);
    const why = whyNotRelease(moment, { ...facts, phase });
    if (why) throw refuse(why);
    if (actorId === null && !(facts.sendAt && facts.sendAt <= now())) throw refuse("too-early");
    const release = { releasedAt: now(), releasedBy: actorId };
    await tx.mailing.upsert({ where: { editionId_moment: { editionId, moment } }, create: { editionId, moment, ...release }, update: release });
    await audit(tx, { actorId, action: "mailing.released", editionId, objectId: moment });
  });
}

/** Releases what organisers set a date for; before its phase it waits, after its phase it is not sent any more. */
export async function releaseDueMailings(): Promise<void> {
  const due = await db().mailing.findMany({ where: { sendAt: { lte: now() }, releasedAt: null }, include: { edition: { select: { phase: true } } } });
  for (const { editionId, edition: { phase }, ...row } of due) {
    const moment = momentSchema.parse(row.moment);
    if (whyNotRelease(moment, { ...(await mailingFacts(db(), editionId, moment)), phase }) === null) await releaseMailing(null, editionId, moment);
  }
}

const atOnce = 500;

/** Writes what was released into the outbox, some people in each transaction: whoever goes on after a crash goes on behind the last of them. */
export async function writeReleasedMailings(batch = atOnce): Promise<void> {
  for (const { editionId, moment } of await db().mailing.findMany({ where: { releasedAt: { not: null }, writtenAt: null } })) {
    while (await writeSome(editionId, momentSchema.parse(moment), batch));
  }
}

/** The next recipients of a mail; false when there are no more. The row is locked, so that nobody is written to twice. */
async function writeSome(editionId: string, moment: Moment, batch: number): Promise<boolean> {
  return db().$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT moment FROM "Mailing" WHERE "editionId" = ${editionId}::uuid AND moment = ${moment} FOR UPDATE`;
      const { edition, ...row } = await tx.mailing.findUniqueOrThrow({ where: { editionId_moment: { editionId, moment } }, include: { edition: true } });
      if (row.writtenAt) return false;
      const people = await nextRecipients(editionId, moment, row.reached, batch, tx);
      const own = localised.parse(row.own);
      const words = { it: momentMail("it", moment, edition, own), en: momentMail("en", moment, edition, own) };
      await enqueueMails(tx, people.map((person) => ({ editionId, moment, toAddress: person.email, locale: languageOf(person), ...words[languageOf(person)] })));
      const [last, isLast] = [people.at(-1), people.length < batch];
      await tx.mailing.update({ where: { editionId_moment: { editionId, moment } }, data: { ...(last && { reached: last.id }), ...(isLast && { writtenAt: now() }) } });
      return !isLast;
    },
    { timeout: 60_000, maxWait: 10_000 },
  );
}
