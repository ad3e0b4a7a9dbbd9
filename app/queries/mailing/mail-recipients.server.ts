import { type Audience, mailings, type Moment } from "#app/domain/mailing/mailing.ts";
import { db, type Prisma, type Tx } from "#app/platform/db.server.ts";
import { holderSchema } from "#app/queries/opening/opening-facts.server.ts";

// Whom the mails of an edition reach. Nothing here asks for passes, tokens, proposals or receipts:
// who gets a mail says nothing of who took part. Winners are those whom opened envelopes name.

export type Recipient = { id: string; email: string; locale: string };

/**
 * Everybody who may take part in an edition: on the staff list, active, no director, without a role
 * in it.
 */
export function mayTakePart(editionId: string) {
  return {
    active: true,
    staffNumber: { not: null },
    director: false,
    roles: { none: { editionId } },
  } as const satisfies Prisma.UserWhereInput;
}

/** Whether somebody wants reminders. */
export async function wantsReminders(userId: string): Promise<boolean> {
  return !(
    await db().user.findUniqueOrThrow({ where: { id: userId }, select: { remindersOff: true } })
  ).remindersOff;
}

/** How many people the mail of a moment reaches. */
export async function countRecipients(
  editionId: string,
  moment: Moment,
  tx: Tx = db(),
): Promise<number> {
  return tx.user.count({ where: await reachedBy(editionId, moment, [], tx) });
}

/**
 * How many people these units have who may take part, by staff list and roles alone: nobody's
 * switch is counted.
 */
export async function countInUnits(
  editionId: string,
  units: readonly string[],
  tx: Tx = db(),
): Promise<number> {
  return tx.user.count({ where: { ...mayTakePart(editionId), unit: { in: [...units] } } });
}

/** The units of the staff list with how many people, likewise. */
export async function unitsOf(editionId: string): Promise<{ unit: string; people: number }[]> {
  const rows = await db().user.groupBy({
    by: ["unit"],
    where: { ...mayTakePart(editionId), unit: { not: "" } },
    _count: true,
    orderBy: { unit: "asc" },
  });
  return rows.map(({ unit, _count: people }) => ({ unit, people }));
}

/**
 * The next of them in the order of their accounts, after `reached`; of employees those of these
 * units, where there are any.
 */
export async function nextRecipients(
  editionId: string,
  moment: Moment,
  { reached, units }: { reached: string | null; units: readonly string[] },
  take: number,
  tx: Tx = db(),
): Promise<Recipient[]> {
  return tx.user.findMany({
    where: {
      AND: [await reachedBy(editionId, moment, units, tx), reached ? { id: { gt: reached } } : {}],
    },
    select: { id: true, email: true, locale: true },
    orderBy: { id: "asc" },
    take,
  });
}

async function reachedBy(
  editionId: string,
  moment: Moment,
  units: readonly string[],
  tx: Tx,
): Promise<Prisma.UserWhereInput> {
  const { audience, reminder } = mailings[moment];
  const groups: Prisma.UserWhereInput[] = [];
  // one connection, one question at a time
  for (const each of audience) groups.push(await group(editionId, each, units, tx));
  return { OR: groups, ...(reminder && { remindersOff: false }) };
}

async function group(
  editionId: string,
  audience: Audience,
  units: readonly string[],
  tx: Tx,
): Promise<Prisma.UserWhereInput> {
  if (audience === "employees")
    return { ...mayTakePart(editionId), ...(units.length > 0 && { unit: { in: [...units] } }) };
  if (audience === "jurors")
    return { active: true, jurors: { some: { editionId, state: "ACCEPTED" } } };
  if (audience === "custodians")
    return { active: true, custodians: { some: { editionId, lostAt: null } } };
  return { active: true, id: { in: await winners(editionId, tx) } };
}

/**
 * The accounts that opened envelopes name, without those who declined their prize or said that it
 * is not theirs.
 */
async function winners(editionId: string, tx: Tx): Promise<string[]> {
  const opened = await tx.openedEnvelope.findMany({
    where: { editionId, result: "VALID", settledAt: { not: null } },
    include: { answer: true },
  });
  return opened
    .filter(({ answer }) => answer?.prizeAccepted !== false && !answer?.notMine)
    .map(({ holder }) => holderSchema.parse(holder).sub);
}
