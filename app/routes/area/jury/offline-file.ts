import { juror, pageFor } from "#app/http/actor.server.ts";
import { sheetsFile } from "#app/http/sheets-file.server.ts";
import { criteriaOf } from "#app/queries/edition/criteria.server.ts";
import { ownReadings } from "#app/queries/scoring/own-sheet.server.ts";

/** Their own sheets as a text file, to fill in without a connection. */
export const loader = pageFor(juror, async ({ actor, edition }) => {
  const text = sheetsFile(
    actor.locale,
    edition.code,
    await ownReadings(actor.id, edition),
    await criteriaOf(edition.id),
  );
  // the mark at the beginning lets every editor read the accents
  return new Response(`\uFEFF${text}`, {
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Disposition": `attachment; filename="innova-${edition.code}.txt"`,
      "Cache-Control": "no-store",
    },
  });
});
