import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asFile } from "#app/http/document.server.ts";
import { siteMap } from "#app/http/site-map.server.ts";
import { mappedEditions } from "#app/queries/city/public-site-map.server.ts";

/** Every public page, for search engines. */
export const loader = pageFor(anybody, async ({ request }) =>
  asFile(
    request,
    { body: siteMap(await mappedEditions()), type: "application/xml; charset=utf-8" },
    "changing",
  ),
);
