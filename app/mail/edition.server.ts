import { defaultLocale, isLocale } from "#app/domain/locale.ts";
import { origin } from "#app/platform/env.server.ts";
import { layout, type MailContent, mailWords } from "./layout.server.ts";

// The mails of an edition. None says or implies who proposed what, until an envelope has been opened.

const known = (locale: string) => (isLocale(locale) ? locale : defaultLocale);

/** To the one an opened envelope names: the only mail there is about one proposal. */
export function openedHolderMail(locale: string): MailContent {
  const t = mailWords(known(locale));
  return layout(known(locale), {
    subject: t("opened.subject"),
    paragraphs: [t("opened.text"), t("opened.after")],
    action: { label: t("opened.action"), url: `${origin()}/area/desk` },
  });
}

/** To a custodian with something to do. */
export function custodianReminderMail(locale: string, { name, edition, code }: { name: string; edition: string; code: string }): MailContent {
  const t = mailWords(known(locale));
  return layout(known(locale), {
    subject: t("custodian.subject", { edition }),
    paragraphs: [t("custodian.text", { name, edition })],
    action: { label: t("custodian.action"), url: `${origin()}/area/custody/${code}` },
  });
}

/** To a custodian whose key should be tried out again. */
export function keyCheckMail(locale: string, { name, edition, code }: { name: string; edition: string; code: string }): MailContent {
  const t = mailWords(known(locale));
  return layout(known(locale), {
    subject: t("keyCheck.subject", { edition }),
    paragraphs: [t("keyCheck.text", { name, edition }), t("keyCheck.lost")],
    action: { label: t("keyCheck.action"), url: `${origin()}/area/custody/${code}` },
  });
}

/** To everybody who could take part, alike: proposers may name jurors they are in conflict with. */
export function conflictsAskedMail(locale: string, { code, timeZone, until }: { code: string; timeZone: string; until: Date }): MailContent {
  const t = mailWords(known(locale));
  const date = new Intl.DateTimeFormat(known(locale), { dateStyle: "long", timeStyle: "short", timeZone }).format(until);
  return layout(known(locale), {
    subject: t("conflictsAsked.subject", { code }),
    paragraphs: [t("conflictsAsked.text", { code, date }), t("conflictsAsked.after")],
    action: { label: t("conflictsAsked.action"), url: `${origin()}/p/${known(locale)}` },
  });
}
