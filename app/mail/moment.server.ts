import { textsSchema } from "#app/domain/edition/settings.ts";
import { eachLocale } from "#app/domain/each-locale.ts";
import { inLocale, type Locale, locales, type Localised } from "#app/domain/locale.ts";
import { mailings, type Moment } from "#app/domain/mailing/mailing.ts";
import { origin } from "#app/platform/env.server.ts";
import { dateTime, lastMinute } from "#app/i18n/when.ts";
import { layout, type MailContent, mailWords } from "./layout.server.ts";

// The mails of an edition's moments: the same words for everybody of a group, with the organisers'
// own paragraph in them.

type About = {
  code: string;
  texts: unknown;
  timeZone: string;
  opensAt: Date | null;
  closesAt: Date | null;
  voteEndsAt: Date | null;
};

/** The mail of a moment as it is sent to everybody who reads `locale`. */
export function momentMail(
  locale: Locale,
  moment: Moment,
  edition: About,
  own: Localised,
): MailContent {
  const t = mailWords(locale);
  const words = wordsOf(locale, edition);
  const paragraphs = [
    t(`moment.${moment}.text`, words),
    inLocale(own, locale),
    t(`moment.${moment}.after`, words),
    mailings[moment].reminder ? t("moment.off", { url: `${origin()}/area/account` }) : "",
  ];
  return layout(locale, {
    subject: t(`moment.${moment}.subject`, words),
    paragraphs: paragraphs.filter(Boolean),
    action: {
      label: t(`moment.${moment}.action`),
      url: `${origin()}${pathOf(moment, edition.code, locale)}`,
    },
  });
}

/** The same in every language. */
export function momentMails(
  moment: Moment,
  edition: About,
  own: Localised,
): { locale: Locale; content: MailContent }[] {
  return locales.map((locale) => ({ locale, content: momentMail(locale, moment, edition, own) }));
}

function wordsOf(locale: Locale, { code, texts, timeZone, opensAt, closesAt, voteEndsAt }: About) {
  const named = textsSchema.parse(texts);
  const date = (at: Date | null) => (at ? dateTime(at.toISOString(), locale, timeZone) : "–");
  const until = (at: Date | null) =>
    at ? dateTime(lastMinute(at.toISOString(), timeZone), locale, timeZone) : "–";
  return {
    edition:
      inLocale(
        eachLocale((each) => named[each]?.name),
        locale,
      ) || code,
    opens: date(opensAt),
    closes: until(closesAt),
    voteEnds: until(voteEndsAt),
  };
}

/** Where the one thing to do is done. */
function pathOf(moment: Moment, code: string, locale: Locale): string {
  const call = `/${locale}/editions/${code}`;
  const paths: Record<Moment, string> = {
    call,
    opening: `/p/${locale}`,
    lastDays: `/p/${locale}`,
    questions: `/p/${locale}`,
    jurors: `/area/jury/${code}`,
    scoring: call,
    vote: `/p/${locale}`,
    ceremony: `/area/custody/${code}`,
    claim: "/area/desk",
    results: `${call}/results`,
    prize: "/area/desk",
    certificates: "/area/desk",
  };
  return paths[moment];
}
