import { meetingMinutes } from "#app/documents/meeting-minutes.ts";
import { isLocale } from "#app/domain/locale.ts";
import { atTheMeetings, pageFor } from "#app/http/actor.server.ts";
import { documentFile } from "#app/http/document-file.server.ts";
import { meetingOf } from "#app/http/params.server.ts";
import { minutesJson, minutesPage } from "#app/queries/meetings/meeting-minutes.server.ts";

/**
 * The minutes as this reader sees them, as a tagged PDF or one HTML file in the language asked for,
 * or as the JSON that is hashed.
 */
export const loader = pageFor(atTheMeetings, async ({ actor, edition, params, request }) => {
  const number = meetingOf(params);
  const { searchParams, pathname } = new URL(request.url);
  const named = `minutes-${edition.code}-${number}`;
  if (pathname.endsWith(".json"))
    return download({
      body: await minutesJson(actor.id, edition, number),
      type: "application/json; charset=utf-8",
      name: `${named}.json`,
    });
  const minutes = await minutesPage(actor.id, edition, number);
  const asked = searchParams.get("locale");
  const locale = isLocale(asked) ? asked : actor.locale;
  const file = await documentFile(
    meetingMinutes(minutes, minutes, locale),
    pathname.endsWith(".html") ? "html" : "pdf",
  );
  return download({ ...file, name: `${named}-${locale}.${file.ending}` });
});

function download({
  body,
  type,
  name,
}: {
  body: string | Uint8Array<ArrayBuffer>;
  type: string;
  name: string;
}): Response {
  return new Response(body, {
    headers: {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "no-store",
    },
  });
}
