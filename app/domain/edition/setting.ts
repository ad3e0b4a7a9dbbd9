import type { z } from "zod";
import type { phaseOf } from "#app/domain/phase.ts";

// What is said of each setting of an edition. Form, defaults, copy, the tests of manifest and locks,
// and docs/settings.md follow from it.

/** Panels of the settings page whose fields follow from the table, in their order. */
export const panels = ["dates", "seal", "judging", "vote", "juryComposition", "juryDates"] as const;
type Panel = (typeof panels)[number];

/** How a setting is typed in. Moments are wall-clock times in the edition's time zone. */
type Field = "text" | "moment" | "number" | "decimal" | "flag" | "choice" | "ladder" | "euro";

type Unit =
  | "minutes"
  | "days"
  | "people"
  | "passes"
  | "browsers"
  | "proposals"
  | "categories"
  | "prizes"
  | "percent"
  | "euro cents";

/** Who can still change a setting after the announcement, and how. */
export const waysToChange = {
  nobody: "nobody",
  amendment: "organisers and a quorum of custodians, by a public amendment",
  voteDates: "organisers, with a reason, until the vote is over",
  moreTime: "organisers, who give more days while the jury scores",
  awardTerms: "organisers, until the freeze",
} as const;

export type Setting = {
  readonly schema: z.ZodType;
  /** the panel of the settings page; ranking: its own panels; awards: the page of the awards */
  readonly group: Panel | "ranking" | "awards";
  readonly field: Field;
  /** what a new edition has; null: nothing */
  readonly usual: unknown;
  readonly unit?: Unit;
  readonly options?: readonly string[];
  /** a copy of the edition has it too */
  readonly copied: boolean;
  /** a change of it changes the manifest's hash */
  readonly inManifest: boolean;
  /** the event from which the database refuses to change it, whoever asks; null: it never does */
  readonly lockedFrom: keyof typeof phaseOf | null;
  readonly changedBy: keyof typeof waysToChange;
};

/** One setting; what is not said of it is as most settings have it. */
export function setting<S extends z.ZodType>(
  group: Setting["group"],
  field: Field,
  schema: S,
  usual: z.output<S> | null,
  traits: Partial<Omit<Setting, "schema" | "group" | "field" | "usual">> = {},
): Setting & { readonly schema: S } {
  return {
    group,
    field,
    schema,
    usual,
    copied: true,
    inManifest: false,
    lockedFrom: null,
    changedBy: "nobody",
    ...traits,
  };
}

/** The schemas of a table's settings by name, of which a form's schema is made. */
export function schemasOf<T extends Record<string, Setting>>(table: T) {
  return Object.fromEntries(Object.entries(table).map(([name, { schema }]) => [name, schema])) as {
    [Name in keyof T]: T[Name]["schema"];
  };
}
