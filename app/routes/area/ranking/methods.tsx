import "#app/ui/styles/judging.css";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslations } from "use-intl";
import { pageFor } from "#app/http/actor.server.ts";
import { withRankingAccess } from "#app/http/ranking-access.server.ts";
import { methodsPage } from "#app/queries/ranking/ranking-methods.server.ts";
import { AgreementTable } from "#app/routes/area/ranking/parts/agreement-table.tsx";
import { MethodChart } from "#app/routes/area/ranking/parts/method-chart.tsx";
import { MethodNotes, MethodTable } from "#app/routes/area/ranking/parts/method-table.tsx";
import { RankingMethodNote } from "#app/ui/ranking-method.tsx";
import { titled } from "#app/ui/frame/title.ts";

export const meta = titled("methods.title");

export const loader = pageFor(withRankingAccess, async ({ actor, edition, capacity, desk }) => ({
  desk,
  ...(await methodsPage(actor.id, edition, capacity)),
}));

/**
 * What another method would change: ranks side by side, how they move, how sure they are, how far
 * the jury agrees.
 */
export default function MethodsPage() {
  const { desk, comparison } = useLoaderData<typeof loader>();
  const t = useTranslations("methods");
  const tRanking = useTranslations("ranking");
  const applied = comparison?.methods.filter(({ shortfall }) => shortfall === null) ?? [];
  return (
    <div className="stack">
      <p>
        <Link to={`${desk}/ranking`}>{t("back")}</Link>
      </p>
      <h1>{t("title")}</h1>
      {!comparison && <p>{t("notYet")}</p>}
      {comparison && (
        <>
          <p>{t("text")}</p>
          <RankingMethodNote asked={comparison.asked} shortfall={comparison.shortfall} />
          {comparison.hidden > 0 && (
            <p className="panel">{tRanking("hidden", { count: comparison.hidden })}</p>
          )}
          <MethodNotes comparison={comparison} />
          {applied.length > 1 && <MethodChart methods={applied} chosen={comparison.applied} />}
          {applied.length > 1 && <MethodTable methods={applied} comparison={comparison} />}
          <AgreementTable agreement={comparison.agreement} />
        </>
      )}
    </div>
  );
}
