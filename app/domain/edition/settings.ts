import { z } from "zod";
import { anchorsOf, lines } from "./anchors.ts";
import { awardSettings } from "#app/domain/awards/sponsor.ts";
import { instantOf, isLocalDateTime, isTimeZone } from "#app/domain/date-form.ts";
import { isJuryPossible } from "#app/domain/jury/composition.ts";
import { juryRuleFaults } from "#app/domain/jury/rules.ts";
import { wholeNumber } from "#app/domain/number.ts";
import { eachLocale, isWritten } from "#app/domain/each-locale.ts";
import { defaultLocale, locales } from "#app/domain/locale.ts";
import { eachSetting, formSettingNames, formSettings, usualFields } from "./setting-table.ts";

// What an organiser sets before the announcement. Dates are wall-clock times in the edition's time
// zone.

const count = wholeNumber;

/**
 * Form to settings; a wrong or impossible local time (in the hour that daylight saving skips) is
 * named at its field.
 */
export const settingsSchema = eachSetting.superRefine((settings, context) => {
  const wrong = (path: keyof typeof settings, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  for (const field of formSettingNames) {
    const value = settings[field];
    if (
      formSettings[field].field === "moment" &&
      typeof value === "string" &&
      isLocalDateTime(value) &&
      isTimeZone(settings.timeZone) &&
      instantOf(value, settings.timeZone) === null
    )
      wrong(field, "skipped-hour");
  }
  if (settings.opensAt && settings.closesAt && settings.opensAt >= settings.closesAt)
    wrong("closesAt", "closes-before-opens");
  if (settings.voteStartsAt && settings.closesAt && settings.voteStartsAt < settings.closesAt)
    wrong("voteStartsAt", "vote-before-closes");
  if (settings.voteStartsAt && settings.voteEndsAt && settings.voteStartsAt >= settings.voteEndsAt)
    wrong("voteEndsAt", "ends-before");
  if (settings.quorum > settings.custodianCount)
    wrong("quorum", `too-big?max=${settings.custodianCount}`);
  else if (settings.quorum * 2 <= settings.custodianCount) wrong("quorum", "quorum-majority");
  if (settings.minCategories > settings.maxCategories)
    wrong("maxCategories", `too-small?min=${settings.minCategories}`);
  if (settings.minInternal + settings.minExternal > settings.jurorsPerProposal)
    wrong("minExternal", `too-big?max=${settings.jurorsPerProposal - settings.minInternal}`);
  const faults = juryRuleFaults(settings);
  for (const { field, message } of faults) wrong(field, message);
  if (
    faults.length === 0 &&
    settings.minInternal + settings.minExternal <= settings.jurorsPerProposal &&
    !isJuryPossible(settings)
  )
    wrong("juryExternalShare", "jury-impossible");
  if (settings.tieLadder.at(-1) !== "shared") settings.tieLadder.push("shared");
});

export type Settings = z.output<typeof settingsSchema>;

/** What a new edition has. */
export const usualSettings: Settings = settingsSchema.parse(usualFields);

/** Every setting of an edition: those of the settings page, and those of the awards. */
export const editionSettings = { ...formSettings, ...awardSettings };
export type SettingName = keyof typeof editionSettings;
export const settingNames = Object.keys(editionSettings) as SettingName[];

/** The other columns of an edition, and why they are no settings. */
export const notSettings = {
  id: "names the edition",
  code: "names the edition in its addresses",
  phase: "is where the edition stands",
  demo: "says that the edition is a demonstration",
  texts: "are written for each language and change by errata",
  languages: "is decided by which texts are there; no page sets it",
  openBelowReason: "is decided once, between announcement and opening",
  conflictsUntil: "is given once, when the proposers are asked",
  createdAt: "is when the edition was made",
} as const;

export const newEditionSchema = z.object({
  code: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: "code" })
    .max(40),
  name: z.string().trim().min(1).max(120),
  copyFrom: z.uuid().optional(),
});

/** Texts per language; `rules` is Markdown. */
const languageTexts = z.object({
  name: z.string().trim().max(120).default(""),
  summary: z.string().trim().max(1000).default(""),
  rules: z.string().trim().max(40_000).default(""),
});

export const textsSchema = z.partialRecord(z.enum(locales), languageTexts);
export type EditionTexts = z.output<typeof textsSchema>;

/** The same as a form posts it: every language is there, if empty. */
export const textsFormSchema = z.object(eachLocale(() => languageTexts));

/** A name and a description per language, and what else a category has. */
const localisedForm = z.object(eachLocale(() => z.string().trim().max(2000).default("")));

const key = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: "code" })
  .max(40);

const named = {
  key,
  position: count(1, 99),
  name: localisedForm.refine(isWritten, {
    path: [defaultLocale],
    error: "required",
  }),
  description: localisedForm,
};

export const categorySchema = z.object({
  ...named,
  colour: z.string().regex(/^#[0-9a-f]{6}$/i, { error: "colour" }),
});

/** A category as its form posts it, known by its id or new. */
export const categoryForm = categorySchema.extend({ id: z.uuid().optional() });

/** One anchored label per line and language, `5 = Excellent`. */
const anchorLines = z
  .string()
  .max(2000)
  .default("")
  .superRefine((text, context) => {
    const wrong = lines(text).find((line) => !/^\d+\s*=\s*\S/.test(line));
    if (wrong) context.addIssue({ code: "custom", message: "anchor-line" });
  });

export const criterionSchema = z
  .object({
    ...named,
    weight: count(1, 100),
    maxScore: count(1, 10),
    anchors: z.object(eachLocale(() => anchorLines)),
  })
  .transform(({ anchors, ...criterion }) => ({ ...criterion, anchors: anchorsOf(anchors) }));

/** A criterion as its form posts it, known by its id or new. */
export const criterionForm = z.intersection(criterionSchema, z.object({ id: z.uuid().optional() }));

/** Languages in which the edition can be announced: name and rules are there. */
export function languagesWithTexts(texts: EditionTexts): string[] {
  return locales.filter((locale) => Boolean(texts[locale]?.name && texts[locale]?.rules));
}
