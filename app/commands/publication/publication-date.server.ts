import { phaseOf } from "#app/domain/phase.ts";
import { takesPublicationDate } from "#app/domain/publication/date.ts";
import { Refused, refuse, type Reason } from "#app/domain/refusal.ts";
import { publicationMissedMail } from "#app/mail/edition/edition.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Tx } from "#app/platform/db.server.ts";
import { enqueueMail } from "#app/platform/mail/outbox.server.ts";
import { enterPhase } from "#app/commands/edition/phase.server.ts";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

/**
 * Sets when the results are published by themselves, instead of an earlier moment. Refuses
 * wrong-phase, and invalid for a moment that is past.
 */
export async function setPublicationDate(
  actorId: string,
  editionId: string,
  at: Date,
): Promise<void> {
  await db().$transaction(async (tx) => {
    if (!takesPublicationDate(await lockPhaseExclusive(tx, editionId))) throw refuse("wrong-phase");
    if (at <= now()) throw refuse("too-late", { field: "at" });
    const moment = { at, actorId, missedAt: null, reasons: [] };
    await tx.publicationDate.upsert({
      where: { editionId },
      create: { editionId, ...moment },
      update: moment,
    });
    await audit(tx, {
      actorId,
      action: "publication.scheduled",
      editionId,
      detail: { at: at.toISOString() },
    });
  });
}

/** Takes that moment back. Refuses not-found where there is none, or it has been. */
export async function revokePublicationDate(actorId: string, editionId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    await lockPhaseExclusive(tx, editionId);
    const { count } = await tx.publicationDate.deleteMany({ where: { editionId } });
    if (count === 0) throw refuse("not-found");
    await audit(tx, { actorId, action: "publication.unscheduled", editionId });
  });
}

/**
 * Publishes what is due. Where something is missing nothing is published, and organisers are told
 * once what it is.
 */
export async function publishDue(): Promise<void> {
  for (const { editionId } of await db().publicationDate.findMany({
    where: { at: { lte: now() }, missedAt: null },
  })) {
    try {
      await enterPhase(null, editionId, phaseOf.publication);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      await miss(editionId, error.refusal.reasons ?? []);
    }
  }
}

async function miss(editionId: string, reasons: Reason[]): Promise<void> {
  await db().$transaction(async (tx) => {
    if (!takesPublicationDate(await lockPhaseExclusive(tx, editionId))) return;
    const due = { editionId, at: { lte: now() }, missedAt: null };
    const { count } = await tx.publicationDate.updateMany({
      where: due,
      data: { missedAt: now(), reasons },
    });
    if (count === 0) return; // taken back meanwhile, or another node was faster
    await audit(tx, {
      actorId: null,
      action: "publication.missed",
      editionId,
      detail: { reasons },
    });
    await tellOrganisers(tx, editionId, reasons);
  });
}

async function tellOrganisers(tx: Tx, editionId: string, reasons: Reason[]): Promise<void> {
  const { code, texts } = await tx.edition.findUniqueOrThrow({
    where: { id: editionId },
    select: { code: true, texts: true },
  });
  const organisers = await tx.role.findMany({
    where: { editionId, kind: "ORGANISER", user: { active: true } },
    include: { user: true },
  });
  for (const { user } of organisers) {
    await enqueueMail(tx, {
      editionId,
      toAddress: user.email,
      locale: user.locale,
      ...publicationMissedMail(user.locale, { code, texts, reasons }),
    });
  }
}
