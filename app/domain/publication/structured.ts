import type { EditionCard } from "#app/domain/edition/card.ts";
import { distributionsOf } from "#app/domain/ranking/distribution.ts";
import { licence } from "./licence.ts";
import type { Locale } from "#app/domain/locale.ts";

// What search engines read of a page, in the words of schema.org. It says nothing that the page
// does not.

export type Structured = Record<string, unknown>;

type Place = { origin: string; city: string; locale: Locale };

/** The city, as whoever organises and publishes. */
function organisation({ origin, city }: Pick<Place, "origin" | "city">): Structured {
  return {
    "@type": "GovernmentOrganization",
    "@id": `${origin}/#holder`,
    name: city,
    url: `${origin}/`,
  };
}

/** The whole site. */
export function siteStructured({ origin, city, locale }: Place): Structured {
  return {
    "@context": "https://schema.org",
    "@type": "WebSite",
    name: "Innova.TO",
    url: `${origin}/${locale}`,
    inLanguage: locale,
    publisher: organisation({ origin, city }),
  };
}

/** A call as an event in which people take part on line. */
export function callStructured(
  { code, name, summary, opensAt, closesAt }: EditionCard,
  { origin, city, locale }: Place,
): Structured {
  const address = `${origin}/${locale}/editions/${code}`;
  return {
    "@context": "https://schema.org",
    "@type": "Event",
    name,
    url: address,
    inLanguage: locale,
    ...(summary ? { description: summary } : {}),
    ...(opensAt ? { startDate: opensAt } : {}),
    ...(closesAt ? { endDate: closesAt } : {}),
    eventAttendanceMode: "https://schema.org/OnlineEventAttendanceMode",
    eventStatus: "https://schema.org/EventScheduled",
    image: `${address}/sharing.png`,
    location: { "@type": "VirtualLocation", url: address },
    organizer: organisation({ origin, city }),
  };
}

/** What was published of an edition, as a dataset with its files. */
export function dataStructured(
  { code }: Pick<EditionCard, "code">,
  {
    name,
    description,
    publishedAt,
    sealed,
  }: { name: string; description: string; publishedAt: string; sealed: boolean },
  { origin, city, locale }: Place,
): Structured {
  return {
    "@context": "https://schema.org",
    "@type": "Dataset",
    name,
    description,
    url: `${origin}/${locale}/editions/${code}/results`,
    license: licence.address,
    isAccessibleForFree: true,
    datePublished: publishedAt.slice(0, 10),
    creator: organisation({ origin, city }),
    distribution: distributionsOf({ code, sealed })
      .filter((file) => file.locale === null || file.locale === locale)
      .map(({ type, path }) => ({
        "@type": "DataDownload",
        encodingFormat: type,
        contentUrl: origin + path,
      })),
  };
}
