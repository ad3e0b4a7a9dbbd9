import { isCaredFor, isCheckDue } from "#app/domain/opening/key-care.ts";
import { phaseOf, phaseHas, phasesWith } from "#app/domain/phase.ts";
import { refuse } from "#app/domain/refusal.ts";
import { keyCheckMail } from "#app/mail/edition/edition.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import {
  type Custodian,
  db,
  type Edition,
  longTransaction,
  type Tx,
  type User,
} from "#app/platform/db.server.ts";
import { enqueueMail } from "#app/platform/mail/outbox.server.ts";
import { lockPhaseShared, lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

// What happens to custodians' keys between the announcement and their destruction.

/**
 * Takes the result of a health check. A key declared lost that reads everything is found again.
 * Refuses wrong-phase.
 */
export async function recordKeyCheck(
  userId: string,
  editionId: string,
  { checked, faults, foreign }: { checked: number; faults: number; foreign: number },
): Promise<void> {
  await db().$transaction(async (tx) => {
    if (!isCaredFor(await lockPhaseShared(tx, editionId))) throw refuse("wrong-phase");
    const own = await custodianOf(tx, editionId, { userId });
    const found = own.lostAt !== null && checked > 0 && faults === 0 && foreign === 0;
    await tx.custodian.update({
      where: { id: own.id },
      data: {
        checkedAt: now(),
        checkFaults: faults,
        checkForeign: foreign,
        ...(found ? { lostAt: null } : {}),
      },
    });
    await audit(tx, {
      actorId: userId,
      action: "custodian.key-checked",
      editionId,
      objectId: String(own.position),
      detail: { checked, faults, foreign, found },
    });
  });
}

/**
 * A custodian declares their own key lost. Refuses wrong-phase before the announcement, where keys
 * are made again.
 */
export async function declareOwnKeyLost(userId: string, editionId: string): Promise<void> {
  await declareLost(userId, editionId, { userId }, "");
}

/** An organiser declares a custodian's key lost, with a reason. Refuses not-found, wrong-phase. */
export async function declareKeyLost(
  actorId: string,
  { id: editionId }: Edition,
  { position, reason }: { position: number; reason: string },
): Promise<void> {
  await declareLost(actorId, editionId, { position }, reason);
}

async function declareLost(
  actorId: string,
  editionId: string,
  whose: Whose,
  reason: string,
): Promise<void> {
  await db().$transaction(async (tx) => {
    if (!isCaredFor(await lockPhaseExclusive(tx, editionId))) throw refuse("wrong-phase");
    const custodian = await custodianOf(tx, editionId, whose);
    if (custodian.lostAt) return;
    await tx.custodian.update({ where: { id: custodian.id }, data: { lostAt: now() } });
    await audit(tx, {
      actorId,
      action: "custodian.key-lost",
      editionId,
      objectId: String(custodian.position),
      detail: { reason },
    });
  });
}

/**
 * A custodian says that file, paper and copies of the key are destroyed. Refuses too-early before
 * the retention time is over.
 */
export async function declareKeyDestroyed(userId: string, editionId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    if (!phaseHas(await lockPhaseShared(tx, editionId), "archived")) throw refuse("too-early");
    const own = await custodianOf(tx, editionId, { userId });
    if (own.destroyedAt) return;
    await tx.custodian.update({ where: { id: own.id }, data: { destroyedAt: now() } });
    await audit(tx, {
      actorId: userId,
      action: "custodian.key-destroyed",
      editionId,
      objectId: String(own.position),
    });
  });
}

type Whose = { userId: string } | { position: number };

async function custodianOf(tx: Tx, editionId: string, whose: Whose): Promise<Custodian> {
  const found = await tx.custodian.findFirst({ where: { editionId, ...whose } });
  if (!found) throw refuse("not-found");
  return found;
}

const week = 7 * 24 * 60 * 60_000;

/** Reminds by mail those custodians whose health check is due, at most once a week. */
export async function remindDueKeyChecks(): Promise<void> {
  const editions = await db().edition.findMany({
    where: { phase: { in: phasesWith("keyChecks") } },
    include: { custodians: { include: { user: true } }, phases: true },
  });
  for (const edition of editions) {
    const at = (phase: string) =>
      edition.phases.find((change) => change.phase === phase)?.at ?? null;
    const dates = {
      phase: edition.phase,
      announcedAt: at(phaseOf.announcement),
      closedAt: at(phaseOf.closing),
    };
    for (const custodian of edition.custodians)
      if (isCheckDue({ ...custodian, ...dates }, now())) await remindOfCheck(edition, custodian);
  }
}

async function remindOfCheck(
  { id: editionId, code }: Edition,
  { position, user }: Custodian & { user: User },
): Promise<void> {
  await longTransaction(async (tx) => {
    await lockPhaseExclusive(tx, editionId); // several nodes remind once
    const action = "custodian.check-reminded";
    if (
      await tx.auditEntry.count({
        where: {
          action,
          editionId,
          objectId: String(position),
          at: { gt: new Date(now().getTime() - week) },
        },
      })
    )
      return;
    await enqueueMail(tx, {
      editionId,
      toAddress: user.email,
      locale: user.locale,
      ...keyCheckMail(user.locale, { name: user.name, edition: code, code }),
    });
    await audit(tx, { actorId: null, action, editionId, objectId: String(position) });
  });
}
