import { defaultLocale, isLocale } from "#app/domain/locale.ts";
import { origin } from "#app/platform/env.server.ts";
import { layout, type MailContent, mailWords } from "#app/mail/layout.server.ts";

/**
 * To a custodian, once a day: the head of the audit chain, to be kept. Whoever rewrites the chain
 * cannot rewrite this mail.
 */
export function auditHeadMail(
  locale: string,
  head: { day: string; position: number; hash: string },
): MailContent {
  const known = isLocale(locale) ? locale : defaultLocale;
  const t = mailWords(known);
  return layout(known, {
    subject: t("auditHead.subject", { day: head.day }),
    paragraphs: [t("auditHead.text"), `${head.position} ${head.hash}`, t("auditHead.after")],
    action: { label: t("auditHead.action"), url: `${origin()}/${known}/audit` },
  });
}
