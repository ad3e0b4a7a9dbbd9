import type { MilestoneReminderKind } from "#app/domain/implementation/implementation.ts";
import type { Locale } from "#app/domain/locale.ts";
import { origin } from "#app/platform/env.server.ts";
import { layout, type MailContent, mailWords } from "#app/mail/layout.server.ts";

type Reminded = {
  name: string;
  code: string;
  publicNo: number;
  kind: MilestoneReminderKind;
  due: string;
  title: string;
  milestone: string;
};

/**
 * To whoever keeps a winner's page: a milestone's day comes, or is past. It says nothing of who
 * proposed.
 */
export function milestoneReminderMail(
  locale: Locale,
  { name, code, publicNo, kind, due, title, milestone }: Reminded,
): MailContent {
  const t = mailWords(locale);
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: "UTC" }).format(
    new Date(`${due}T12:00:00Z`),
  );
  const when = kind === "before" ? "before" : "late";
  return layout(locale, {
    subject: t(`milestone.${when}.subject`, { milestone }),
    paragraphs: [
      t(`milestone.${when}.text`, { name, milestone, title, date }),
      t("milestone.after"),
    ],
    action: {
      label: t("milestone.action"),
      url: `${origin()}/area/implementation/${code}/${publicNo}`,
    },
  });
}
