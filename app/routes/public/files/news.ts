import { anybody, pageFor } from "#app/http/actor.server.ts";
import { asFile } from "#app/http/document.server.ts";
import { atomFeed } from "#app/http/feed.server.ts";
import { localeOf } from "#app/http/locale.server.ts";
import { publicNews } from "#app/queries/publication/public-news.server.ts";

/** Announcements, openings, publications and errata, to subscribe to. */
export const loader = pageFor(anybody, async ({ params, request }) => {
  const locale = localeOf(params);
  return asFile(
    request,
    { body: atomFeed(await publicNews(), locale), type: "application/atom+xml; charset=utf-8" },
    "changing",
  );
});
