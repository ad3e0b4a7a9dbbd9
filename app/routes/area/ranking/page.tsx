import { phaseHas } from "#app/domain/phase.ts";
import "#app/ui/styles/judging.css";
import { Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { pageFor } from "#app/http/actor.server.ts";
import { withRankingAccess } from "#app/http/ranking-access.server.ts";
import { rankingPage } from "#app/queries/ranking/ranking.server.ts";
import { Done } from "#app/ui/forms/fields.tsx";
import { AwardsPreview } from "#app/routes/area/ranking/parts/ranking-awards.tsx";
import { FreezePanel } from "#app/routes/area/ranking/parts/ranking-freeze.tsx";
import { RankingTable } from "#app/routes/area/ranking/parts/ranking-table.tsx";
import { RankingMethodNote } from "#app/ui/ranking-method.tsx";
import { ShortlistPanel } from "#app/routes/area/ranking/parts/ranking-shortlist.tsx";
import { TieVotes } from "#app/routes/area/ranking/parts/ranking-ties.tsx";
import { useVersion } from "#app/routes/area/ranking/parts/use-version.ts";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("ranking.title");

export const loader = pageFor(withRankingAccess, async ({ actor, edition, capacity, desk }) => ({
  code: edition.code,
  desk,
  timeZone: edition.timeZone,
  editable: phaseHas(edition.phase, "deliberates"),
  ...(await rankingPage(actor.id, edition, capacity)),
}));

/**
 * The ranking as it stands, what is still open, the awards that follow, and the confirmation by two
 * people.
 */
export default function RankingPage() {
  const page = useLoaderData<typeof loader>();
  const [params] = useSearchParams();
  const t = useTranslations("ranking");
  const { view, capacity, desk, editable } = page;
  useVersion(page.version && editable ? `${desk}/ranking/version` : null, page.version, 5);
  return (
    <div className="stack">
      {capacity === "CHAIR" && (
        <p>
          <Link to={desk}>{t("back")}</Link>
        </p>
      )}
      <h1>{t("title")}</h1>
      {view && (
        <p>
          <Link to={`/area/meetings/${page.code}`}>{t("meetings")}</Link>
        </p>
      )}
      {["voted", "overridden", "withdrawn", "confirmed", "listed", "unlisted"].map((done) => (
        <Done key={done} when={params.get("done") === done}>
          {t(`done.${done as "voted"}`)}
        </Done>
      ))}
      {!view && (
        <p>
          {t("notYet")}{" "}
          {capacity === "ORGANISER" && <Link to={`${desk}/publication`}>{t("steps")}</Link>}
        </p>
      )}
      {view && page.hidden > 0 && <p className="panel">{t("hidden", { count: page.hidden })}</p>}
      {view && (
        <>
          {!editable && <p className="panel">{t("frozen")}</p>}
          <RankingMethodNote asked={view.asked} shortfall={view.shortfall} />
          <RankingTable page={page} view={view} />
          <p className="soft">
            {t("intervalText")} <Link to={`${desk}/ranking/methods`}>{t("compare")}</Link>
          </p>
          <ShortlistPanel page={page} view={view} action={`${desk}/ranking/shortlist`} />
          {editable && <TieVotes view={view} action={`${desk}/ranking/votes`} />}
          <AwardsPreview page={page} view={view} action={`${desk}/ranking/overrides`} />
          <FreezePanel page={page} view={view} />
        </>
      )}
    </div>
  );
}
