import { createTranslator } from "use-intl";
import { textsSchema } from "#app/domain/edition/settings.ts";
import { eachLocale } from "#app/domain/each-locale.ts";
import { defaultLocale, inLocale, isLocale } from "#app/domain/locale.ts";
import type { Reason } from "#app/domain/refusal.ts";
import { messagesFor } from "#app/i18n/messages.ts";
import { origin } from "#app/platform/env.server.ts";
import { layout, type MailContent, mailWords } from "#app/mail/layout.server.ts";

// The mails of an edition. None says or implies who proposed what, until an envelope has been
// opened.

const known = (locale: string) => (isLocale(locale) ? locale : defaultLocale);

/** To a custodian with something to do. */
export function custodianReminderMail(
  locale: string,
  { name, edition, code }: { name: string; edition: string; code: string },
): MailContent {
  const t = mailWords(known(locale));
  return layout(known(locale), {
    subject: t("custodian.subject", { edition }),
    paragraphs: [t("custodian.text", { name, edition })],
    action: { label: t("custodian.action"), url: `${origin()}/area/custody/${code}` },
  });
}

/** To a custodian whose key should be tried out again. */
export function keyCheckMail(
  locale: string,
  { name, edition, code }: { name: string; edition: string; code: string },
): MailContent {
  const t = mailWords(known(locale));
  return layout(known(locale), {
    subject: t("keyCheck.subject", { edition }),
    paragraphs: [t("keyCheck.text", { name, edition }), t("keyCheck.lost")],
    action: { label: t("keyCheck.action"), url: `${origin()}/area/custody/${code}` },
  });
}

/** To everybody who could take part, alike: proposers may name jurors they are in conflict with. */
export function conflictsAskedMail(
  locale: string,
  { code, timeZone, until }: { code: string; timeZone: string; until: Date },
): MailContent {
  const t = mailWords(known(locale));
  const date = new Intl.DateTimeFormat(known(locale), {
    dateStyle: "long",
    timeStyle: "short",
    timeZone,
  }).format(until);
  return layout(known(locale), {
    subject: t("conflictsAsked.subject", { code }),
    paragraphs: [t("conflictsAsked.text", { code, date }), t("conflictsAsked.after")],
    action: { label: t("conflictsAsked.action"), url: `${origin()}/p/${known(locale)}` },
  });
}

/** To organisers: the moment that was set came, and the results could not be published. */
export function publicationMissedMail(
  locale: string,
  { code, texts, reasons }: { code: string; texts: unknown; reasons: readonly Reason[] },
): MailContent {
  const t = mailWords(known(locale));
  const why = createTranslator({
    locale: known(locale),
    messages: messagesFor(known(locale)),
    namespace: "reason",
  });
  const named = textsSchema.parse(texts);
  const edition =
    inLocale(
      eachLocale((each) => named[each]?.name),
      known(locale),
    ) || code;
  return layout(known(locale), {
    subject: t("publicationMissed.subject", { edition }),
    paragraphs: [
      t("publicationMissed.text", { edition }),
      ...reasons.map(({ key, params }) => `– ${why(key as "order", params as never)}`),
      t("publicationMissed.after"),
    ],
    action: {
      label: t("publicationMissed.action"),
      url: `${origin()}/area/manage/${code}/publication`,
    },
  });
}
