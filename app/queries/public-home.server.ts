import type { Phase } from "#app/domain/edition.ts";
import type { EditionCard, SponsorView } from "#app/domain/edition-card.ts";
import type { Locale } from "#app/domain/locale.ts";
import { handedInAtMidnight, sponsorsOf, visibleEditions } from "./public-edition.server.ts";

/** `main` is the edition where one can do most now; `under way` are others not published yet. */
export type Home = {
  main: (EditionCard & { sponsors: SponsorView[]; handedIn: number | null }) | null;
  underWay: EditionCard[];
  past: EditionCard[];
};

/** Which phase a visitor should see first: those in which one can act, then the most advanced. */
const interest: Phase[] = ["open", "announced", "opening", "frozen", "deliberation", "scoring", "screening", "published", "archived"];

export async function homePage(locale: Locale): Promise<Home> {
  const editions = await visibleEditions(locale);
  const [main] = [...editions].sort((a, b) => interest.indexOf(a.phase) - interest.indexOf(b.phase));
  const rest = editions.filter((edition) => edition !== main);
  return {
    main: main ? { ...main, sponsors: await sponsorsOf(main.code, locale), handedIn: await handedInAtMidnight(main.code) } : null,
    underWay: rest.filter(({ hasResults }) => !hasResults),
    past: rest.filter(({ hasResults }) => hasResults),
  };
}
