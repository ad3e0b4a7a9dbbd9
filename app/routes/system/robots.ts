import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asFile } from "#app/http/document.server.ts";
import { siteAddress } from "#app/http/site.server.ts";

/**
 * What search engines may visit: no page of who is signed in, none of the anonymous wing, and no
 * certificate, whose address is its secret.
 */
export const loader = pageFor(anybody, async ({ request }) => {
  const body = [
    "User-agent: *",
    "Disallow: /area/",
    "Disallow: /p/",
    "Disallow: /*/certificates/",
    "",
    `Sitemap: ${siteAddress()}/sitemap.xml`,
    "",
  ].join("\n");
  return asFile(request, { body, type: "text/plain; charset=utf-8" });
});
