import { z } from "zod";
import { eachLocale } from "#app/domain/each-locale.ts";
import { localised } from "#app/domain/localised.ts";
import type { Published } from "./publication.ts";

// What was published never changes: a mistake in it is corrected by a dated erratum, which stands
// on the page it is about.

/** The published pages an erratum can be about, as their addresses end. */
export const erratumPage = z.union([
  z.enum(["results", "statistics"]),
  z.templateLiteral(["proposals/", z.int().positive()]),
  z.templateLiteral(["minutes/", z.int().positive()]),
]);
export type ErratumPage = z.output<typeof erratumPage>;

const inEach = z.object(
  eachLocale(() => z.string({ error: "required" }).trim().min(1, { error: "required" }).max(2000)),
);

/** The form of an erratum: what is right instead, and why it is corrected, in every language. */
export const erratumForm = z.object({ page: erratumPage, text: inEach, reason: inEach });
export type ErratumForm = z.output<typeof erratumForm>;

/** An erratum as it is read. */
export const erratumSchema = z.object({
  number: z.int(),
  page: erratumPage,
  text: localised,
  reason: localised,
  at: z.iso.datetime(),
});
export type Erratum = z.output<typeof erratumSchema>;

/** The pages there are to correct, of what was published. */
export function correctablePages({
  winners,
  minutes,
}: Pick<Published, "winners" | "minutes">): ErratumPage[] {
  return [
    "results",
    "statistics",
    ...winners.flatMap(({ publicNo }) =>
      publicNo === null ? [] : [`proposals/${publicNo}` as const],
    ),
    ...minutes.map(({ facts }) => `minutes/${facts.number}` as const),
  ];
}

/** What stands on a page: on the results all of them, elsewhere those about it. */
export function errataOn(page: ErratumPage, errata: readonly Erratum[]): Erratum[] {
  return errata.filter((erratum) => page === "results" || erratum.page === page);
}
