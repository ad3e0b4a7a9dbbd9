import { Link, useLoaderData } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { progressOf, whyNotFollow } from "#app/domain/implementation/implementation.ts";
import { inLocale } from "#app/domain/locale.ts";
import { organiser, pageFor } from "#app/http/actor.server.ts";
import { followedPage, todayIn } from "#app/queries/implementation/implementation.server.ts";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("implementation.title");

export const loader = pageFor(organiser, async ({ edition }) => ({
  code: edition.code,
  early: whyNotFollow(edition.phase) !== null,
  today: todayIn(edition),
  rows: await followedPage(edition),
}));

/** Every winner after the award: how far it is, and who keeps its page. */
export default function ManageImplementationPage() {
  const { code, early, today, rows } = useLoaderData<typeof loader>();
  const t = useTranslations("implementation");
  const locale = useLocale();
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <p>{t(early ? "early" : rows.length === 0 ? "none" : "intro")}</p>
      <ul className="entries">
        {rows.map((row) => {
          const { done, of, late } = progressOf(row, today);
          return (
            <li key={row.publicNo}>
              <div>
                <Link to={`/area/manage/${code}/implementation/${row.publicNo}`}>
                  {row.publicNo}. {inLocale(row.titles, locale)}
                </Link>
                <p className="row">
                  <span className="tag">{t(`statuses.${row.status}`)}</span>
                  <span className="soft">{row.unit || t("noUnit")}</span>
                  <span className={row.owner ? "soft" : "bad"}>{row.owner ?? t("noOwner")}</span>
                  {of > 0 && <span className="soft">{t("progress", { done, of })}</span>}
                  {late > 0 && <span className="bad">{t("lateCount", { count: late })}</span>}
                </p>
              </div>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
