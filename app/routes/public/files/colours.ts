import { carriesWhite, styleSheetOf } from "#app/domain/city/colour.ts";
import { refuse } from "#app/domain/refusal.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asKept } from "#app/http/document.server.ts";

/**
 * The style sheet of a city's colour. It follows from the address alone, so caches keep it for
 * good.
 */
export const loader = pageFor(anybody, async ({ params, request }) => {
  const colour = /^([0-9a-f]{6})\.css$/.exec(params.file ?? "")?.[1];
  if (!colour || !carriesWhite(`#${colour}`)) throw refuse("not-found");
  const sheet = new Response(styleSheetOf(`#${colour}`), {
    headers: { "Content-Type": "text/css; charset=utf-8", "X-Content-Type-Options": "nosniff" },
  });
  return asKept(request, sheet, colour, "forever");
});
