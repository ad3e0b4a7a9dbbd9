import { Link, useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { organiser, pageFor } from "#app/http/actor.server.ts";
import { mailingList } from "#app/queries/mailing/mailings.server.ts";
import { MailCounts, MailState, Reach } from "#app/routes/area/manage/parts/mailing.tsx";
import { titled } from "#app/ui/frame/title.ts";
import { day } from "#app/i18n/when.ts";

export const meta = titled("mailings.title");

export const loader = pageFor(organiser, async ({ actor, edition }) => ({
  code: edition.code,
  timeZone: edition.timeZone,
  readers: actor.locale,
  mails: await mailingList(edition),
}));

/** The mails of an edition's moments: when each is due, whom it reaches, and how far it is. */
export default function MailsPage() {
  const { code, timeZone, readers: locale, mails } = useLoaderData<typeof loader>();
  const t = useTranslations("mailings");
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <p className="measure">{t("intro")}</p>
      <div className="scroll" tabIndex={0} role="region" aria-label={t("title")}>
        <table>
          <thead>
            <tr>
              {(["moment", "due", "reaches", "state"] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {mails.map((mail) => (
              <tr key={mail.moment}>
                <th scope="row">
                  <Link to={`/area/manage/${code}/mails/${mail.moment}`}>
                    {t(`moment.${mail.moment}`)}
                  </Link>
                </th>
                <td>
                  {mail.due ? (
                    day(mail.due, locale, timeZone)
                  ) : (
                    <span className="soft">{mail.byItself ? "–" : t("dueUnknown")}</span>
                  )}
                </td>
                <td>
                  <Reach mail={mail} />
                </td>
                <td>
                  <MailState mail={mail} locale={locale} timeZone={timeZone} />{" "}
                  <MailCounts mail={mail} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
