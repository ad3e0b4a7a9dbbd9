import { type EditionCard, type SponsorView, visitorsOrder } from "#app/domain/edition/card.ts";
import type { Locale } from "#app/domain/locale.ts";
import type { Published } from "#app/domain/publication/publication.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { resultsPage } from "#app/queries/publication/public-results.server.ts";
import {
  handedInAtMidnight,
  sponsorsOf,
  visibleEditions,
} from "#app/queries/edition/public-edition.server.ts";

/**
 * `main` is the edition where one can do most now, `handedIn` what was handed in until the last
 * midnight and `sealed` in all, once it is closed; `latest` the last edition with results and the
 * first of its winners, `fresh` while they are news; `under way` are others not published yet.
 */
export type Home = {
  main:
    | (EditionCard & { sponsors: SponsorView[]; handedIn: number | null; sealed: number | null })
    | null;
  latest: { edition: EditionCard; published: Published; fresh: boolean } | null;
  underWay: EditionCard[];
  past: EditionCard[];
};

export async function homePage(locale: Locale): Promise<Home> {
  const editions = await visibleEditions(locale);
  const [main] = [...editions].sort(
    (a, b) => visitorsOrder.indexOf(a.phase) - visitorsOrder.indexOf(b.phase),
  );
  const rest = editions.filter((edition) => edition !== main);
  return {
    main: main
      ? {
          ...main,
          sponsors: await sponsorsOf(main.code, locale),
          handedIn: await handedInAtMidnight(main.code),
          sealed: await sealedIn(main.code),
        }
      : null,
    latest: await latestWinners(editions, locale),
    underWay: rest.filter(({ hasResults }) => !hasResults),
    past: rest.filter(({ hasResults }) => hasResults),
  };
}

const shownWinners = 3;

/** For this long after the publication winners come first. */
const freshFor = 60 * 86_400_000;

async function latestWinners(editions: EditionCard[], locale: Locale): Promise<Home["latest"]> {
  const edition = editions.find(({ hasResults }) => hasResults);
  if (!edition) return null;
  const { published, at } = await resultsPage(edition.code, locale);
  const fresh = now().getTime() - new Date(at).getTime() < freshFor;
  return published.winners.length === 0
    ? null
    : {
        edition,
        fresh,
        published: { ...published, winners: published.winners.slice(0, shownWinners) },
      };
}

async function sealedIn(code: string): Promise<number | null> {
  const row = await db().edition.findUnique({
    where: { code },
    select: { closing: { select: { count: true } } },
  });
  return row?.closing?.count ?? null;
}
