import { textsSchema } from "#app/domain/edition/settings.ts";
import type { ReminderAbout } from "#app/domain/jury/juror-reminder.ts";
import { eachLocale } from "#app/domain/each-locale.ts";
import { inLocale, type Locale } from "#app/domain/locale.ts";
import { origin } from "#app/platform/env.server.ts";
import { linkPlaceholder } from "#app/platform/mail/outbox.server.ts";
import { layout, type MailContent, mailWords } from "#app/mail/layout.server.ts";

type Invitation = {
  name: string;
  edition: { code: string; texts: unknown; timeZone: string };
  chair: boolean;
  answerBy: Date | null;
  hasPassword: boolean;
};

/** Asks somebody to judge; whoever has no password yet gets the one-time link to choose one. */
export function jurorInvitation(
  locale: Locale,
  { name, edition, chair, answerBy, hasPassword }: Invitation,
): MailContent {
  const t = mailWords(locale);
  const title = titleOf(locale, edition);
  const page = `${origin()}/area/jury/${edition.code}`;
  return layout(locale, {
    subject: t("jurorInvitation.subject", { title }),
    paragraphs: [
      t("jurorInvitation.text", { name, title, chair: String(chair) }),
      ...(answerBy
        ? [t("jurorInvitation.answerBy", { date: dayOf(answerBy, locale, edition.timeZone) })]
        : []),
      hasPassword ? t("jurorInvitation.after") : t("jurorInvitation.afterPassword", { url: page }),
    ],
    action: {
      label: hasPassword ? t("jurorInvitation.action") : t("jurorInvitation.choosePassword"),
      url: hasPassword ? page : linkPlaceholder,
    },
  });
}

/** Tells somebody to write the jury's minutes. */
export function secretaryMail(
  locale: Locale,
  { name, edition, hasPassword }: Pick<Invitation, "name" | "edition" | "hasPassword">,
): MailContent {
  const t = mailWords(locale);
  const title = titleOf(locale, edition);
  return layout(locale, {
    subject: t("secretary.subject", { title }),
    paragraphs: [t("secretary.text", { name, title }), t("secretary.after")],
    action: {
      label: hasPassword ? t("jurorInvitation.action") : t("jurorInvitation.choosePassword"),
      url: hasPassword ? `${origin()}/area/desk` : linkPlaceholder,
    },
  });
}

/** Tells a juror that there are more proposals to judge, and not which. */
export function secondRoundMail(
  locale: Locale,
  { name, edition, open }: Pick<Invitation, "name" | "edition"> & { open: number },
): MailContent {
  const t = mailWords(locale);
  const title = titleOf(locale, edition);
  return layout(locale, {
    subject: t("secondRound.subject", { title }),
    paragraphs: [t("secondRound.text", { name, title, open }), t("jurorReminder.scoring.else")],
    action: { label: t("secondRound.action"), url: `${origin()}/area/jury/${edition.code}` },
  });
}

function titleOf(locale: Locale, { code, texts }: { code: string; texts: unknown }): string {
  const named = textsSchema.parse(texts);
  return (
    inLocale(
      eachLocale((each) => named[each]?.name),
      locale,
    ) || code
  );
}

function dayOf(date: Date, locale: Locale, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone }).format(date);
}

type Reminded = Pick<Invitation, "name" | "edition" | "hasPassword"> & {
  about: ReminderAbout;
  when: "before" | "after";
  due: Date;
  open: number;
};

/**
 * Reminds a juror to answer, or to deliver the sheets that are missing, before the date or after
 * it.
 */
export function jurorReminderMail(
  locale: Locale,
  { name, edition, hasPassword, about, when, due, open }: Reminded,
): MailContent {
  const t = mailWords(locale);
  const title = titleOf(locale, edition);
  const page = `${origin()}/area/jury/${edition.code}`;
  const words = { name, title, date: dayOf(due, locale, edition.timeZone), open };
  return layout(locale, {
    subject: t(`jurorReminder.${about}.subject`, { title }),
    paragraphs: [
      t(`jurorReminder.${about}.${when}`, words),
      t(`jurorReminder.${about}.else`),
      ...(hasPassword ? [] : [t("jurorInvitation.afterPassword", { url: page })]),
    ],
    action: hasPassword
      ? { label: t(`jurorReminder.${about}.action`), url: page }
      : { label: t("jurorInvitation.choosePassword"), url: linkPlaceholder },
  });
}
