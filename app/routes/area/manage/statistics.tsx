import { useLoaderData } from "@remix-run/react";
import { useLocale, useTranslations } from "use-intl";
import { chartsOf } from "#app/domain/statistics/view.ts";
import { organiser, pageFor } from "#app/http/actor.server.ts";
import { liveStatistics } from "#app/queries/statistics/statistics.server.ts";
import { DrawnFigure, KeyFigures } from "#app/ui/published/statistic-figures.tsx";
import { titled } from "#app/ui/frame/title.ts";
import { number, plainDay } from "#app/i18n/when.ts";

export const meta = titled("liveStatistics.title");

export const loader = pageFor(organiser, async ({ actor, edition }) =>
  liveStatistics(actor.id, edition),
);

/** The statistics on the way: the public page's own figures, as far as they may be seen. */
export default function LiveStatisticsPage() {
  const { visibility, total, kept, statistics, turnout, categories } =
    useLoaderData<typeof loader>();
  const t = useTranslations("liveStatistics");
  const locale = useLocale();
  return (
    <div className="stack">
      <h1>{t("title")}</h1>
      <p className="measure">
        {t(`sees.${visibility}`)} {kept && t("kept")}
      </p>
      {visibility === "total" && (
        <p className="panel">
          {total
            ? t("total", { count: number(total.count, locale), day: plainDay(total.day, locale) })
            : t("noTotal")}
        </p>
      )}
      {statistics && <KeyFigures statistics={statistics} turnout={turnout} locale={locale} />}
      {statistics &&
        chartsOf(statistics).map((figure) => (
          <DrawnFigure
            key={figure}
            figure={figure}
            statistics={statistics}
            categories={categories}
            locale={locale}
          />
        ))}
    </div>
  );
}
