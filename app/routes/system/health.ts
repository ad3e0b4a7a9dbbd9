import { anybody, pageFor } from "#app/http/actor.server.ts";
import { health } from "#app/queries/city/health.server.ts";

/** For whoever watches the server: 200, or 503 with the word for why; never a detail. */
export const loader = pageFor(anybody, async () => {
  const status = await health();
  return Response.json(
    { status },
    { status: status === "ok" ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
});
