import "#app/ui/styles/judging.css";
import "#app/ui/styles/document.css";
import { Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { DocumentView } from "#app/documents/html.tsx";
import { meetingMinutes } from "#app/documents/meeting-minutes.ts";
import { locales } from "#app/domain/locale.ts";
import { atTheMeetings, pageFor } from "#app/http/actor.server.ts";
import { meetingOf } from "#app/http/params.server.ts";
import { minutesPage } from "#app/queries/meetings/meeting-minutes.server.ts";
import { Done } from "#app/ui/forms/fields.tsx";
import {
  CorrectionForm,
  RemarkForm,
  SignMinutes,
} from "#app/routes/area/meetings/parts/minutes-acts.tsx";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("meetings.minutes");

export const loader = pageFor(atTheMeetings, async ({ actor, edition, params }) => {
  const minutes = await minutesPage(actor.id, edition, meetingOf(params));
  const { number, hash, withheld, whole, signedOff, signsAs, facts } = minutes;
  return {
    code: edition.code,
    number,
    hash,
    withheld,
    whole,
    signedOff,
    signsAs,
    items: facts.items.map(({ no, note }) => ({ no, note })),
    document: meetingMinutes(minutes, minutes, actor.locale),
  };
});

/** The minutes of a closed meeting: to read, remark on, and sign off. */
export default function MinutesPage() {
  const { code, number, hash, withheld, whole, signedOff, signsAs, items, document } =
    useLoaderData<typeof loader>();
  const [params] = useSearchParams();
  const t = useTranslations("meetingMinutes");
  const base = `/area/meetings/${code}/${number}/minutes`;
  return (
    <div className="stack narrow">
      <p className="no-print">
        <Link to={`/area/meetings/${code}/${number}`}>{t("back")}</Link>
      </p>
      {(["remark", "correction", "signature"] as const).map((done) => (
        <Done key={done} when={params.get("done") === done}>
          {t(`done.${done}`)}
        </Done>
      ))}
      <ul className="downloads no-print" aria-label={t("download")}>
        {locales.flatMap((locale) =>
          (["pdf", "html"] as const).map((form) => (
            <li key={locale + form}>
              <a href={`${base}.${form}?locale=${locale}`} download hrefLang={locale}>
                {t(form)} (<span lang={locale}>{t(`language.${locale}`)}</span>)
              </a>
            </li>
          )),
        )}
        {whole && (
          <li>
            <a href={`${base}.json`} download>
              {t("json")}
            </a>
          </li>
        )}
      </ul>
      <DocumentView document={document} />
      {signsAs && <SignMinutes base={base} hash={hash} capacity={signsAs} withheld={withheld} />}
      {!signedOff && <RemarkForm key={`r${hash}`} base={base} hash={hash} />}
      {!signedOff && items.length > 0 && (
        <CorrectionForm key={`c${hash}`} base={base} hash={hash} items={items} />
      )}
    </div>
  );
}
