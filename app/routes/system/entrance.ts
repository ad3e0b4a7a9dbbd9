import { redirect } from "@remix-run/node";
import { preferredLocale } from "#app/domain/locale.ts";
import { anybody, pageFor } from "#app/http/actor.server.ts";

/** Leads to the home page in the browser's language. */
export const loader = pageFor(anybody, async ({ request }) => {
  const locale = preferredLocale(request.headers.get("Accept-Language"));
  return redirect(`/${locale}`, {
    headers: { Vary: "Accept-Language", "Cache-Control": "public, max-age=60" },
  });
});
