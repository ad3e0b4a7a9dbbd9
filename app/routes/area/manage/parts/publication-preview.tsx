import { useTranslations } from "use-intl";
import type { Locale } from "#app/domain/locale.ts";
import type { Published } from "#app/domain/publication/publication.ts";
import { AwardTable, Jury, PublishedRankingTable, Winners } from "#app/ui/published/published.tsx";
import { number } from "#app/i18n/when.ts";

/** What a publication shows of an edition, in short. */
export function PublicationPreview({
  published,
  locale,
}: {
  published: Published;
  locale: Locale;
}) {
  const t = useTranslations("public.results");
  const tPublication = useTranslations("publication");
  const tFigure = useTranslations("public.statistics.names");
  const { winners, statistics } = published;
  const named = winners.filter(({ names }) => names !== null).length;
  const parts = { published, locale, base: null };
  const figures = [
    ["submissions", statistics.submissions],
    ["participants", statistics.participants],
    ["awarded", statistics.awarded],
  ] as const;
  return (
    <>
      <h2>{t("winners")}</h2>
      <p>{tPublication("namedCount", { named, unnamed: winners.length - named })}</p>
      <Winners {...parts} />
      <h2>{t("ranking")}</h2>
      <p>{t("depth", { shown: published.ranking.length, ranked: published.ranked })}</p>
      <PublishedRankingTable {...parts} />
      <h2>{t("awards")}</h2>
      <AwardTable {...parts} />
      <h2>{t("jury")}</h2>
      <Jury published={published} />
      <h2>{tPublication("figures")}</h2>
      <dl className="figures">
        {figures.map(
          ([figure, value]) =>
            value !== null && (
              <div key={figure}>
                <dt>{tFigure(figure)}</dt>
                <dd>{number(value, locale)}</dd>
              </div>
            ),
        )}
      </dl>
    </>
  );
}
