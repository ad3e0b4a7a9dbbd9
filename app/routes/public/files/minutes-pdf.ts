import { meetingMinutes } from "#app/documents/meeting-minutes.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asKept } from "#app/http/document.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { documentFile } from "#app/http/document-file.server.ts";
import { publishedMinutes } from "#app/queries/public-results.server.ts";

/** The published extract of a meeting's minutes, as a tagged PDF. */
export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  const { edition, minutes, published } = await publishedMinutes(params.code ?? "", params.no ?? "", locale);
  const document = meetingMinutes(minutes, { ...minutes.signed, commitment: published.seal?.commitment ?? null }, locale, { extract: true });
  const { body, type } = await documentFile(document, "pdf");
  const headers = { "Content-Type": type, "Content-Disposition": `attachment; filename="minutes-${edition.code}-${minutes.facts.number}-${locale}.pdf"` };
  return asKept(request, new Response(body, { headers }), minutes.signed.hash);
});
