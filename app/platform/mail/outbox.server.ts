import { randomUUID } from "node:crypto";
import PgBoss from "pg-boss";
import { today } from "#app/platform/clock.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import type { Moment } from "#app/platform/generated/enums.ts";
import { processSingleton } from "#app/platform/process-singleton.server.ts";

/** A mail as an act hands it over. */
export type OutgoingMail = {
  editionId?: string;
  /** Whose one-time link `linkPlaceholder` stands for. */
  userId?: string;
  toAddress: string;
  locale: string;
  subject: string;
  text: string;
  html: string;
  /** The moment of its edition, of app/domain/mailing/mailing.ts, where it is the mail of one. */
  moment?: Moment | undefined;
};

/**
 * Stands for a one-time link, which is made only while the mail is being sent and is kept nowhere
 * in clear.
 */
export const linkPlaceholder = "{{one-time-link}}";

export const mailQueue = "mail";

/**
 * How often a mail is tried. With a first pause of a minute that doubles, the last try is a day and
 * a half later.
 */
export const mailTries = 12;

/**
 * Puts a mail into the outbox and its job into the queue, both in the act's transaction: either all
 * happens or nothing.
 */
export async function enqueueMail(tx: Tx, mail: OutgoingMail): Promise<void> {
  await enqueueMails(tx, [mail]);
}

/** The same for many. */
export async function enqueueMails(tx: Tx, mails: OutgoingMail[]): Promise<void> {
  if (mails.length === 0) return;
  const rows = mails.map(({ moment = null, ...mail }) => ({
    id: randomUUID(),
    createdAt: today(),
    moment,
    ...mail,
  }));
  await tx.outboxMail.createMany({ data: rows });
  if (await hasQueue(tx))
    await queueMails(
      tx,
      rows.map((row) => row.id),
    );
}

/**
 * Queues mails that have no job: written by a process while no server had made the queue yet, or
 * whose job grew too old. A mail's job has the mail's id, so that no mail is ever queued twice.
 */
export async function queueForgotten(tx: Tx): Promise<void> {
  const forgotten = await tx.$queryRaw<{ id: string }[]>`
    SELECT m.id FROM "OutboxMail" m
    WHERE m."sentAt" IS NULL AND m.attempts < ${mailTries}
      AND NOT EXISTS (SELECT 1 FROM pgboss.job j WHERE j.name = ${mailQueue} AND j.id = m.id)
    LIMIT 5000`;
  if (forgotten.length > 0)
    await queueMails(
      tx,
      forgotten.map((row) => row.id),
    );
}

/** Starts the tries of unsent mails again. */
export async function requeueMails(tx: Tx, ids: string[]): Promise<number> {
  const unsent = await tx.outboxMail.findMany({
    where: { id: { in: ids }, sentAt: null },
    select: { id: true },
  });
  const again = unsent.map((row) => row.id);
  await tx.outboxMail.updateMany({
    where: { id: { in: again } },
    data: { attempts: 0, lastError: "" },
  });
  if (again.length > 0 && (await hasQueue(tx))) {
    await boss().deleteJob(mailQueue, again, { db: through(tx) });
    await queueMails(tx, again);
  }
  return again.length;
}

async function queueMails(tx: Tx, ids: string[]): Promise<void> {
  await boss().insert(
    ids.map((id) => ({ id, name: mailQueue, data: {} })),
    { db: through(tx) },
  );
}

/** Whether a server has run on this database; the command line and tests may come first. */
async function hasQueue(tx: Tx): Promise<boolean> {
  const [row] = await tx.$queryRaw<
    { there: boolean }[]
  >`SELECT to_regclass('pgboss.job') IS NOT NULL AS there`;
  return row?.there === true;
}

/** Knows pg-boss's statements; it is never started and has no connection of its own. */
function boss(): PgBoss {
  return processSingleton(
    "outbox-boss",
    () =>
      new PgBoss({
        db: { executeSql: () => Promise.reject(new Error("Hand over a transaction.")) },
      }),
  );
}

function through(tx: Tx): PgBoss.Db {
  return {
    executeSql: async (sql, values) => ({
      rows: await tx.$queryRawUnsafe<unknown[]>(sql, ...values),
    }),
  };
}
