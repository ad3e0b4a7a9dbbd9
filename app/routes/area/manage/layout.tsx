import { NavLink, Outlet, useLoaderData, useMatch } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { organiser, pageFor } from "#app/http/actor.server.ts";
import { editionName } from "#app/queries/passes.server.ts";

export const loader = pageFor(organiser, async ({ actor, edition }) => ({ code: edition.code, phase: edition.phase, secondRound: edition.secondRoundJurors > 0, vote: edition.employeesVote, name: editionName(edition.texts, actor.locale) || edition.code }));

const pages = ["", "settings", "amendments", "vote", "texts", "categories", "criteria", "custodians", "sponsors", "awards", "screening", "jury", "conflicts", "assignment", "progress", "ranking", "second-round", "opening", "handing-over", "statistics", "mails", "publication", "implementation"] as const;

/** The organiser's pages of one edition. */
export default function ManageLayout() {
  const { code, name, phase, secondRound, vote } = useLoaderData<typeof loader>();
  const t = useTranslations("manage.page");
  const tPhase = useTranslations("phase");
  const asksPhase = useMatch("/area/manage/:edition/phase") !== null; // a part of the way
  return (
    <div className="beside">
      <nav aria-label={t("label")} className="side">
        <p><strong>{name}</strong><br /><span className="tag">{tPhase(phase)}</span></p>
        <ul>
          {pages.filter((page) => (secondRound || page !== "second-round") && (vote || page !== "vote")).map((page) => (
            <li key={page}><NavLink to={page ? `/area/manage/${code}/${page}` : `/area/manage/${code}`} end={page === "" && !asksPhase}>{t(page || "way")}</NavLink></li>
          ))}
        </ul>
      </nav>
      <div className="beside-main"><Outlet /></div>
    </div>
  );
}
