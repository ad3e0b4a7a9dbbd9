import { languageOf } from "#app/domain/people/account.ts";
import type { Locale } from "#app/domain/locale.ts";
import type { Moment } from "#app/domain/mailing/mailing.ts";
import type { MailContent } from "#app/mail/layout.server.ts";
import { mayTakePart } from "#app/queries/mailing/mail-recipients.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { enqueueMails } from "#app/platform/mail/outbox.server.ts";

/**
 * The same mail to everybody who may take part in an edition, in each one's language; gives how
 * many. It is made of the staff list alone: nothing here knows of proposals, passes or receipts, so
 * whoever gets one can be anybody.
 */
export async function mailEligibleEmployees(
  tx: Tx,
  editionId: string,
  words: (locale: Locale) => MailContent,
  moment?: Moment,
): Promise<number> {
  const people = await tx.user.findMany({
    where: mayTakePart(editionId),
    select: { email: true, locale: true },
    orderBy: { email: "asc" },
  });
  const mails = people.map((person) => {
    const locale = languageOf(person);
    return { editionId, moment, toAddress: person.email, locale, ...words(locale) };
  });
  for (let at = 0; at < mails.length; at += 1000)
    await enqueueMails(tx, mails.slice(at, at + 1000));
  return mails.length;
}
