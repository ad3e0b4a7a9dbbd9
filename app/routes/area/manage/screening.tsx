import "#app/ui/judging.css";
import { Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { hasReached } from "#app/domain/edition.ts";
import { organiser, pageFor } from "#app/http/actor.server.ts";
import { screeningList } from "#app/queries/screening.server.ts";
import { Done } from "#app/ui/fields.tsx";
import { titled } from "#app/ui/title.ts";

export const meta = titled("screening.title");

export const loader = pageFor(organiser, async ({ edition }) => ({ code: edition.code, closed: hasReached(edition.phase, "screening"), proposals: await screeningList(edition.id) }));

/** The proposals by number, with what was decided on each. */
export default function ScreeningPage() {
  const { code, closed, proposals } = useLoaderData<typeof loader>();
  const [params] = useSearchParams();
  const t = useTranslations("screening");
  const left = proposals.filter(({ verdict }) => verdict === null);
  const [first] = left;
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <Done when={params.get("done") === "screened"}>{t("allDone")}</Done>
      {!closed && <p>{t("notYet")}</p>}
      {closed && <p>{t("left", { left: left.length, of: proposals.length })} {first && <Link to={`/area/manage/${code}/screening/${first.no}`}>{t("begin", { no: first.no })}</Link>}</p>}
      {proposals.length > 0 && (
        <div className="scroll" tabIndex={0} role="region" aria-label={t("title")}>
          <table>
            <thead><tr><th scope="col" className="number">{t("number")}</th><th scope="col">{t("proposal")}</th><th scope="col">{t("state")}</th></tr></thead>
            <tbody>
              {proposals.map(({ no, title, locale, verdict, reason }) => (
                <tr key={no}>
                  <td className="number">{no}</td>
                  <td lang={locale}><Link to={`/area/manage/${code}/screening/${no}`}>{title}</Link></td>
                  <td><span className={`tag verdict-${verdict ?? "none"}`}>{t(`verdict.${verdict ?? "none"}`)}</span>{reason && <p className="soft clamp">{reason}</p>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
