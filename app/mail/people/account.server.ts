import type { Locale } from "#app/domain/locale.ts";
import { city } from "#app/platform/city.server.ts";
import { origin } from "#app/platform/env.server.ts";
import { linkPlaceholder } from "#app/platform/mail/outbox.server.ts";
import { layout, type MailContent, mailWords } from "#app/mail/layout.server.ts";

// The mails about an account. Where a link stands, the outbox puts a one-time link in while
// sending.

type To = { name: string };

/** Whoever has no password yet is asked to choose one. */
export function invitation(locale: Locale, { name }: To): MailContent {
  const t = mailWords(locale);
  return layout(locale, {
    subject: t("invitation.subject"),
    paragraphs: [
      t("invitation.text", { name, city: city().name }),
      t("invitation.after", { url: forgotten(locale) }),
    ],
    action: { label: t("invitation.action"), url: linkPlaceholder },
  });
}

/** Whoever forgot the password gets a link to choose another. */
export function newPassword(locale: Locale, { name }: To): MailContent {
  const t = mailWords(locale);
  return layout(locale, {
    subject: t("newPassword.subject"),
    paragraphs: [t("newPassword.text", { name }), t("newPassword.after")],
    action: { label: t("newPassword.action"), url: linkPlaceholder },
  });
}

/** Told to the old address: from now on mails go elsewhere. The new one is not named. */
export function addressChanged(locale: Locale, { name }: To): MailContent {
  const t = mailWords(locale);
  return layout(locale, {
    subject: t("addressChanged.subject"),
    paragraphs: [t("addressChanged.text", { name }), t("addressChanged.after")],
  });
}

/** Tells that the password is another one now. */
export function passwordChanged(locale: Locale, { name }: To): MailContent {
  const t = mailWords(locale);
  return layout(locale, {
    subject: t("passwordChanged.subject"),
    paragraphs: [
      t("passwordChanged.text", { name }),
      t("passwordChanged.after", { url: forgotten(locale) }),
    ],
  });
}

/** Tells that something about the second factor is another now. */
export function secondFactorChanged(
  locale: Locale,
  { name }: To,
  change: "added" | "removed" | "reset" | "recovery-code-used" | "recovery-codes-made",
): MailContent {
  const t = mailWords(locale);
  return layout(locale, {
    subject: t("secondFactor.subject"),
    paragraphs: [
      t(`secondFactor.${change}`, { name }),
      t("secondFactor.after", { url: forgotten(locale) }),
    ],
  });
}

function forgotten(locale: Locale): string {
  return `${origin()}/area/forgotten?lang=${locale}`;
}
