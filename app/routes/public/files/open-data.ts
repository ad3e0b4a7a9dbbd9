import { isOpenFile } from "#app/domain/ranking/distribution.ts";
import { refuse } from "#app/domain/refusal.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asFile } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { openFile } from "#app/http/published-files.server.ts";
import { publishedSources } from "#app/queries/publication/public-results.server.ts";

/** Open data: the file at this address. */
export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  const name = new URL(request.url).pathname.split("/").at(-1) ?? "";
  if (!isOpenFile(name)) throw refuse("not-found");
  return asFile(
    request,
    await openFile(name, publishedSources(params.code ?? "", locale), locale),
    name === "implementation.csv" ? "changing" : "published",
  );
});
