import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asKept } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { documentFile } from "#app/http/document-file.server.ts";
import { minutesExtract } from "#app/http/published-views.server.ts";
import { publishedMinutes } from "#app/queries/publication/public-results.server.ts";

/** The published extract of a meeting's minutes, as a tagged PDF. */
export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  const page = await publishedMinutes(params.code ?? "", params.no ?? "", locale);
  const { edition, minutes } = page;
  const { body, type } = await documentFile(minutesExtract(page, locale), "pdf");
  const headers = {
    "Content-Type": type,
    "Content-Disposition": `attachment; filename="minutes-${edition.code}-${minutes.facts.number}-${locale}.pdf"`,
  };
  return asKept(request, new Response(body, { headers }), minutes.signed.hash);
});
