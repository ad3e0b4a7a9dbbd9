import { textsSchema } from "#app/domain/edition-settings.ts";
import type { Locale } from "#app/domain/locale.ts";
import { origin } from "#app/platform/env.server.ts";
import { linkPlaceholder } from "#app/platform/outbox.server.ts";
import { layout, type MailContent, mailWords } from "./layout.server.ts";

type Invitation = { name: string; edition: { code: string; texts: unknown }; chair: boolean; hasPassword: boolean };

/** Asks somebody to judge; whoever has no password yet gets the one-time link to choose one. */
export function jurorInvitation(locale: Locale, { name, edition, chair, hasPassword }: Invitation): MailContent {
  const t = mailWords(locale);
  const texts = textsSchema.parse(edition.texts);
  const title = texts[locale]?.name || texts.it?.name || texts.en?.name || edition.code;
  const page = `${origin()}/area/jury/${edition.code}`;
  return layout(locale, {
    subject: t("jurorInvitation.subject", { title }),
    paragraphs: [
      t("jurorInvitation.text", { name, title, chair: String(chair) }),
      hasPassword ? t("jurorInvitation.after") : t("jurorInvitation.afterPassword", { url: page }),
    ],
    action: { label: hasPassword ? t("jurorInvitation.action") : t("jurorInvitation.choosePassword"), url: hasPassword ? page : linkPlaceholder },
  });
}
