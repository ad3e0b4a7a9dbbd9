import { phaseHas } from "#app/domain/phase.ts";
import type { Dataset } from "#app/domain/publication/catalogue.ts";
import type { EditionCard } from "#app/domain/edition/card.ts";
import type { Locale } from "#app/domain/locale.ts";
import type { Implementation } from "#app/domain/implementation/implementation.ts";
import {
  type Published,
  publishedSchema,
  type PublishedWinner,
} from "#app/domain/publication/publication.ts";
import type { Erratum } from "#app/domain/publication/erratum.ts";
import { refuse } from "#app/domain/refusal.ts";
import { db } from "#app/platform/db.server.ts";
import { errataOf } from "./errata.server.ts";
import { implementationsOf, todayIn } from "#app/queries/implementation/implementation.server.ts";
import { fileAt, type StoredFile } from "#app/queries/proposal/attachments.server.ts";
import { publishedDataset } from "./public-catalogue.server.ts";
import { cardParts, editionCard, visible } from "#app/queries/edition/public-edition.server.ts";

// Everything after the publication is read from the published document, its errata and what became
// of the winners, and nowhere else.

export type Results = { edition: EditionCard; at: string; published: Published; errata: Erratum[] };

/** Refuses not-found until the edition is published. */
export async function resultsPage(code: string, locale: Locale): Promise<Results> {
  const row = await db().edition.findUnique({
    where: { code, ...visible },
    include: { ...cardParts, publication: true },
  });
  if (!row?.publication || !phaseHas(row.phase, "resultsPublic")) throw refuse("not-found");
  return {
    edition: editionCard(row, locale),
    at: row.publication.at.toISOString(),
    published: publishedSchema.parse(row.publication.results),
    errata: await errataOf(row.id),
  };
}

/** Results with what became of each winner that has a number, and today where the edition is. */
export type Followed = Results & { implementations: Implementation[]; today: string };

/** The same of a published edition; refuses not-found until it is. */
export async function followedResults(code: string, locale: Locale): Promise<Followed> {
  const results = await resultsPage(code, locale);
  const { id } = await db().edition.findUniqueOrThrow({ where: { code }, select: { id: true } });
  return followed(id, results);
}

/** Adds what became of the winners. */
export async function followed(id: string, results: Results): Promise<Followed> {
  return {
    ...results,
    implementations: await implementationsOf(id, results.published.winners),
    today: todayIn(results.edition),
  };
}

/** Where the files of an edition's open data come from; each is read only where a file needs it. */
export type PublicationSources = {
  results: () => Promise<Followed>;
  ranking: () => Promise<string>;
  dataset: () => Promise<Dataset>;
};

/** Those of a published edition; each refuses not-found until it is. */
export function publishedSources(code: string, locale: Locale): PublicationSources {
  return {
    results: () => followedResults(code, locale),
    ranking: () => rankingFile(code),
    dataset: () => publishedDataset(code),
  };
}

/** A winner's page; refuses not-found for every other number. */
export async function winnerPage(
  code: string,
  number: string,
  locale: Locale,
): Promise<WinnerResults> {
  return winnerIn(await followedResults(code, locale), number);
}

export type WinnerResults = Results & {
  winner: PublishedWinner;
  implementation: Implementation | undefined;
  today: string;
};

/** The winner with this number; refuses not-found. */
export function winnerIn({ implementations, ...results }: Followed, number: string): WinnerResults {
  const winner = results.published.winners.find(
    ({ publicNo }) => publicNo !== null && String(publicNo) === number,
  );
  if (!winner) throw refuse("not-found");
  return {
    ...results,
    winner,
    implementation: implementations.find(({ publicNo }) => publicNo === winner.publicNo),
  };
}

/** The published extract of a meeting's minutes; refuses not-found where there is none. */
export async function publishedMinutes(
  code: string,
  number: string,
  locale: Locale,
): Promise<MinutesResults> {
  return minutesIn(await resultsPage(code, locale), number);
}

export type MinutesResults = Results & { minutes: Published["minutes"][number] };

/** The minutes of the meeting with this number; refuses not-found. */
export function minutesIn(results: Results, number: string): MinutesResults {
  const minutes = results.published.minutes.find(({ facts }) => String(facts.number) === number);
  if (!minutes) throw refuse("not-found");
  return { ...results, minutes };
}

/** A file of a published winner, as the document lists it; refuses not-found for every other. */
export async function winnerFile(
  code: string,
  number: string,
  locale: Locale,
  position: number,
): Promise<StoredFile> {
  return fileOf(await winnerPage(code, number, locale), position);
}

/** A file of this winner; refuses not-found. */
export async function fileOf(
  { winner, edition }: Pick<WinnerResults, "winner" | "edition">,
  position: number,
): Promise<StoredFile> {
  const { publicNo } = winner;
  if (publicNo === null || !winner.files[position - 1]) throw refuse("not-found");
  const row = await db().proposal.findFirst({
    where: { publicNo, edition: { code: edition.code } },
    select: { id: true },
  });
  if (!row) throw refuse("not-found");
  return fileAt(row.id, position);
}

/** The canonical ranking.json, whose SHA-256 was published before the envelopes were opened. */
async function rankingFile(code: string): Promise<string> {
  const row = await db().edition.findUnique({
    where: { code, ...visible, publication: { isNot: null } },
    select: { phase: true, ranking: { select: { json: true } } },
  });
  if (!row?.ranking || !phaseHas(row.phase, "resultsPublic")) throw refuse("not-found");
  return row.ranking.json;
}
