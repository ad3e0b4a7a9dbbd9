import { languageName } from "#app/i18n/language-name.ts";
import { locales } from "#app/domain/locale.ts";
import "#app/ui/styles/session.css";
import { Button } from "@mantine/core";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { atTheOpening, pageFor } from "#app/http/actor.server.ts";
import { openingSession } from "#app/queries/opening/opening-session.server.ts";
import { editionName } from "#app/queries/passes/passes.server.ts";
import { Minutes } from "#app/ui/published/minutes.tsx";
import { titled } from "#app/ui/frame/title.ts";
import { usePolling } from "#app/ui/time/use-polling.ts";

export const meta = titled("session.minutes");

export const loader = pageFor(atTheOpening, async ({ actor, edition }) => ({
  code: edition.code,
  timeZone: edition.timeZone,
  name: editionName(edition.texts, actor.locale) || edition.code,
  session: await openingSession(edition.id),
}));

/** The minutes of the opening as they come, to fill in, print or take along. */
export default function MinutesPage() {
  const { code, name, timeZone, session } = useLoaderData<typeof loader>();
  const t = useTranslations("session");
  usePolling(10);
  return (
    <div className="stack">
      <div className="row no-print">
        <Link to={`/area/manage/${code}/opening/session`}>{t("back")}</Link>
        <Button onClick={() => window.print()}>{t("print")}</Button>
        {locales.map((locale) => (
          <a
            key={locale}
            href={`/area/manage/${code}/opening/minutes.html?locale=${locale}`}
            download
            hrefLang={locale}
          >
            {t("download", { language: languageName(locale, locale) })}
          </a>
        ))}
      </div>
      <Minutes name={name} timeZone={timeZone} session={session} />
    </div>
  );
}
