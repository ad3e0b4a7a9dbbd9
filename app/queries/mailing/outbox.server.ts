import type { MailState } from "#app/domain/mailing/mail-state.ts";
import { db, type OutboxMail, type Prisma } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { linkPlaceholder, mailTries } from "#app/platform/mail/outbox.server.ts";

const pageSize = 50;

/** One page of the outbox, newest first. */
export async function outboxPage({ state, page }: { state?: MailState | undefined; page: number }) {
  const where = state ? inState[state] : {};
  const [total, failed, rows] = await Promise.all([
    db().outboxMail.count({ where }),
    db().outboxMail.count({ where: inState.failed }),
    db().outboxMail.findMany({
      where,
      orderBy: [{ createdAt: "desc" }, { id: "asc" }],
      skip: (page - 1) * pageSize,
      take: pageSize,
    }),
  ]);
  return {
    mails: rows.map(summary),
    failed,
    total,
    page,
    pages: Math.max(1, Math.ceil(total / pageSize)),
    delivers: env().SMTP_URL !== "",
  };
}

/** One mail as it was or will be sent, its secret masked; null when there is none. */
export async function mailPreview(id: string) {
  const mail = await db().outboxMail.findUnique({ where: { id } });
  if (!mail) return null;
  return { ...summary(mail), text: masked(mail.text), html: masked(mail.html) };
}

const inState: Record<MailState, Prisma.OutboxMailWhereInput> = {
  waiting: { sentAt: null, attempts: { lt: mailTries } },
  sent: { sentAt: { not: null } },
  failed: { sentAt: null, attempts: { gte: mailTries } },
};

function summary(mail: OutboxMail) {
  const { id, toAddress, locale, subject, createdAt, sentAt, attempts, lastError } = mail;
  const state: MailState = sentAt ? "sent" : attempts >= mailTries ? "failed" : "waiting";
  return { id, toAddress, locale, subject, createdAt, sentAt, attempts, lastError, state };
}

function masked(words: string): string {
  return words.replaceAll(linkPlaceholder, "••••••");
}
