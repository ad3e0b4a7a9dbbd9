import { refuse } from "#app/domain/refusal.ts";
import { organiser, pageFor } from "#app/http/actor.server.ts";
import { atomFeed } from "#app/http/feed.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { asPreviewFile } from "#app/http/preview.server.ts";
import { dataJson, resultsCsv, statisticsCsv } from "#app/http/published-files.server.ts";
import { newsWith } from "#app/queries/public-news.server.ts";
import { draftRanking, draftResults } from "#app/queries/publication-sight.server.ts";

/** A file as it will be published. */
export const loader = pageFor(organiser, async ({ edition, params }) => {
  const locale = localeOf(params);
  const json = "application/json; charset=utf-8";
  if (params.file === "ranking.json") return asPreviewFile({ body: await draftRanking(edition), type: json });
  const results = await draftResults(edition, locale);
  if (params.file === "data.csv") return asPreviewFile(resultsCsv(results, locale));
  if (params.file === "statistics.csv") return asPreviewFile(statisticsCsv(results, locale));
  if (params.file === "data.json") return asPreviewFile(dataJson(results));
  if (params.file === "news.xml") return asPreviewFile({ body: atomFeed(await newsWith(edition.id), locale), type: "application/atom+xml; charset=utf-8" });
  throw refuse("not-found");
});
