import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asFile } from "#app/http/document.server.ts";
import { notFound } from "#app/http/reply.server.ts";
import { securityText } from "#app/http/site.server.ts";

/** To whom weaknesses are reported (RFC 9116), as the city's settings say. */
export const loader = pageFor(anybody, async ({ request }) => {
  const body = securityText();
  if (body === null) throw notFound();
  return asFile(request, { body, type: "text/plain; charset=utf-8" });
});
