import { languageOf } from "#app/domain/people/account.ts";
import { eachLocale } from "#app/domain/each-locale.ts";
import type { Localised } from "#app/domain/locale.ts";
import { localised } from "#app/domain/localised.ts";
import {
  fewestReached,
  mailings,
  type Moment,
  takesUnits,
  whyNotRelease,
} from "#app/domain/mailing/mailing.ts";
import { refuse } from "#app/domain/refusal.ts";
import { momentMail } from "#app/mail/moment.server.ts";
import { nextRecipients } from "#app/queries/mailing/mail-recipients.server.ts";
import { areTooFew, mailingFacts } from "#app/queries/mailing/mailings.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, longTransaction, type Tx } from "#app/platform/db.server.ts";
import { enqueueMails } from "#app/platform/mail/outbox.server.ts";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

/** Keeps the organisers' own paragraph of a moment's mail. Refuses already-released. */
export async function writeOwnParagraph(
  actorId: string,
  editionId: string,
  moment: Moment,
  own: Localised,
): Promise<void> {
  await change(editionId, moment, async (tx) => {
    await tx.mailing.upsert({
      where: { editionId_moment: { editionId, moment } },
      create: { editionId, moment, own },
      update: { own },
    });
    await audit(tx, { actorId, action: "mailing.written", editionId, objectId: moment });
  });
}

/**
 * Limits a reminder to units of the staff list, or (none) sends it to everybody again. Refuses
 * already-released, not-found for a mail that everybody gets, and too-few-people at `units`.
 */
export async function limitMailing(
  actorId: string,
  editionId: string,
  moment: Moment,
  units: string[],
): Promise<void> {
  if (!takesUnits(moment)) throw refuse("not-found");
  await change(editionId, moment, async (tx) => {
    if (await areTooFew(editionId, units, tx))
      throw refuse("too-few-people", { field: "units", params: { least: fewestReached } });
    await tx.mailing.upsert({
      where: { editionId_moment: { editionId, moment } },
      create: { editionId, moment, units },
      update: { units },
    });
    await audit(tx, {
      actorId,
      action: "mailing.limited",
      editionId,
      objectId: moment,
      detail: { units: units.length },
    });
  });
}

/**
 * Sets when the mail is released by itself, or takes that back (`sendAt` null). Refuses
 * already-released, and too-late for a moment that is past.
 */
export async function planMailing(
  actorId: string,
  editionId: string,
  moment: Moment,
  sendAt: Date | null,
): Promise<void> {
  if (!mailings[moment].phases) throw refuse("not-found");
  if (sendAt && sendAt <= now()) throw refuse("too-late", { field: "at" });
  await change(editionId, moment, async (tx) => {
    const plan = { sendAt, plannedBy: sendAt && actorId };
    await tx.mailing.upsert({
      where: { editionId_moment: { editionId, moment } },
      create: { editionId, moment, ...plan },
      update: plan,
    });
    await audit(tx, {
      actorId,
      action: sendAt ? "mailing.planned" : "mailing.unplanned",
      editionId,
      objectId: moment,
      detail: sendAt ? { at: sendAt.toISOString() } : {},
    });
  });
}

/** One change of a mail that is not released yet. */
async function change(
  editionId: string,
  moment: Moment,
  act: (tx: Tx) => Promise<void>,
): Promise<void> {
  await db().$transaction(async (tx) => {
    await lockPhaseExclusive(tx, editionId);
    if (
      (await tx.mailing.findUnique({ where: { editionId_moment: { editionId, moment } } }))
        ?.releasedAt
    )
      throw refuse("already-released");
    await act(tx);
  });
}

/**
 * Releases the mail of a moment, once: from then on it is written into the outbox by itself.
 * `actorId` null: the moment that an organiser set has come. Refuses not-found, already-released,
 * too-early, too-late, too-few-people.
 */
export async function releaseMailing(
  actorId: string | null,
  editionId: string,
  moment: Moment,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const phase = await lockPhaseExclusive(tx, editionId); // one release at a time
    const facts = await mailingFacts(tx, editionId, moment);
    const why = whyNotRelease(moment, { ...facts, phase });
    if (why)
      throw refuse(why, why === "too-few-people" ? { params: { least: fewestReached } } : {});
    if (actorId === null && !(facts.sendAt && facts.sendAt <= now())) throw refuse("too-early");
    const release = { releasedAt: now(), releasedBy: actorId };
    await tx.mailing.upsert({
      where: { editionId_moment: { editionId, moment } },
      create: { editionId, moment, ...release },
      update: release,
    });
    await audit(tx, { actorId, action: "mailing.released", editionId, objectId: moment });
  });
}

/**
 * Releases what organisers set a date for; before its phase it waits, after its phase it is not
 * sent any more.
 */
export async function releaseDueMailings(): Promise<void> {
  const due = await db().mailing.findMany({
    where: { sendAt: { lte: now() }, releasedAt: null },
    include: { edition: { select: { phase: true } } },
  });
  await eachByItself(due, async ({ editionId, edition: { phase }, moment }) => {
    if (whyNotRelease(moment, { ...(await mailingFacts(db(), editionId, moment)), phase }) === null)
      await releaseMailing(null, editionId, moment);
  });
}

const atOnce = 500;

/**
 * Writes what was released into the outbox, some people in each transaction: whoever goes on after
 * a crash goes on behind the last of them.
 */
export async function writeReleasedMailings(batch = atOnce): Promise<void> {
  const released = await db().mailing.findMany({
    where: { releasedAt: { not: null }, writtenAt: null },
    orderBy: { releasedAt: "asc" },
  });
  await eachByItself(released, async ({ editionId, moment }) => {
    while (await writeSome(editionId, moment, batch));
  });
}

/**
 * Does `act` with one after the other; one that fails does not keep those behind it waiting. Throws
 * the first failure in the end.
 */
async function eachByItself<T>(all: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  for (const one of all) await act(one).catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

/**
 * The next recipients of a mail; false when there are no more. The row is locked, so that nobody is
 * written to twice.
 */
async function writeSome(editionId: string, moment: Moment, batch: number): Promise<boolean> {
  return longTransaction(async (tx) => {
    await tx.$queryRaw`SELECT moment FROM "Mailing" WHERE "editionId" = ${editionId}::uuid AND moment = ${moment}::"Moment" FOR UPDATE`;
    const { edition, ...row } = await tx.mailing.findUniqueOrThrow({
      where: { editionId_moment: { editionId, moment } },
      include: { edition: true },
    });
    if (row.writtenAt) return false;
    const people = await nextRecipients(editionId, moment, row, batch, tx);
    const own = localised.parse(row.own);
    const words = eachLocale((locale) => momentMail(locale, moment, edition, own));
    await enqueueMails(
      tx,
      people.map((person) => ({
        editionId,
        moment,
        toAddress: person.email,
        locale: languageOf(person),
        ...words[languageOf(person)],
      })),
    );
    const [last, isLast] = [people.at(-1), people.length < batch];
    await tx.mailing.update({
      where: { editionId_moment: { editionId, moment } },
      data: { ...(last && { reached: last.id }), ...(isLast && { writtenAt: now() }) },
    });
    return !isLast;
  });
}
