import { createTransport, type Transporter } from "nodemailer";
import { today } from "#app/platform/clock.server.ts";
import { db, type OutboxMail, type Tx } from "#app/platform/db.server.ts";
import { env, origin } from "#app/platform/env.server.ts";
import { newLink } from "#app/platform/accounts/links.server.ts";
import { forget, processSingleton } from "#app/platform/process-singleton.server.ts";
import { linkPlaceholder, mailTries } from "./outbox.server.ts";

export type Delivery = "sent" | "gone" | "given-up" | "again";

/** One-time links go to the address an account has now, or nowhere. */
class AddressChanged extends Error {
  code = "address-changed";
}

/**
 * Sends one mail of the outbox. The row stays locked while it is sent, so that two workers never
 * send the same mail; a one-time link comes into being in the same transaction, so that a mail
 * which was not sent leaves none behind.
 */
export async function deliver(id: string): Promise<Delivery> {
  try {
    return await db().$transaction(
      async (tx) => {
        const mail = await unsent(tx, id);
        if (!mail) return "gone";
        await transport().sendMail({ ...headersOf(mail), ...(await withLink(tx, mail)) });
        await tx.outboxMail.update({
          where: { id },
          data: { sentAt: today(), attempts: { increment: 1 }, lastError: "" },
        });
        return "sent";
      },
      { timeout: 90_000, maxWait: 10_000 },
    );
  } catch (error) {
    return noteFailure(id, error);
  }
}

/** Closes the connections to the mail server. */
export function closeTransport(): void {
  transport().close();
  forget("mail-transport");
}

/** Whether the mail server answers and lets us in; throws its error when it does not. */
export async function verifyTransport(): Promise<void> {
  await transport().verify();
}

function transport(): Transporter {
  return processSingleton("mail-transport", () =>
    createTransport(
      {
        url: env().SMTP_URL,
        pool: true,
        maxConnections: 4,
        connectionTimeout: 10_000,
        greetingTimeout: 10_000,
        socketTimeout: 30_000,
      },
      { from: env().MAIL_FROM, disableFileAccess: true, disableUrlAccess: true },
    ),
  );
}

async function unsent(tx: Tx, id: string): Promise<OutboxMail | undefined> {
  const [mail] = await tx.$queryRaw<
    OutboxMail[]
  >`SELECT * FROM "OutboxMail" WHERE id = ${id}::uuid AND "sentAt" IS NULL FOR UPDATE`;
  return mail;
}

function headersOf(mail: OutboxMail) {
  return {
    to: { name: "", address: mail.toAddress },
    subject: mail.subject,
    // the same at every try, so that a mail which arrived although we did not hear of it is
    // recognised
    messageId: `<${mail.id}@${new URL(origin()).hostname}>`,
    headers: { "Auto-Submitted": "auto-generated", "Content-Language": mail.locale },
  };
}

async function withLink(
  tx: Tx,
  { userId, toAddress, text, html }: OutboxMail,
): Promise<{ text: string; html: string }> {
  if (!userId || !text.includes(linkPlaceholder)) return { text, html };
  const user = await tx.user.findUnique({ where: { id: userId } });
  if (!user?.active || user.email !== toAddress) throw new AddressChanged();
  const link = await newLink(tx, userId);
  return {
    text: text.replaceAll(linkPlaceholder, link),
    html: html.replaceAll(linkPlaceholder, link),
  };
}

async function noteFailure(id: string, error: unknown): Promise<Delivery> {
  const hopeless = error instanceof AddressChanged || isRefusedForGood(error);
  await db().outboxMail.updateMany({
    where: { id },
    data: { attempts: hopeless ? mailTries : { increment: 1 }, lastError: codeOf(error) },
  });
  return hopeless ? "given-up" : "again";
}

/** The mail server knows the address and does not want it. */
function isRefusedForGood(error: unknown): boolean {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  return (
    code === "EENVELOPE" && responseCode !== undefined && responseCode >= 550 && responseCode < 560
  );
}

/** The error's code; its words may quote the mail. */
function codeOf(error: unknown): string {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  return [code ?? "unexpected", responseCode].filter(Boolean).join(" ");
}
