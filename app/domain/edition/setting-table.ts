import { z } from "zod";
import { isTimeZone, localDateTime } from "#app/domain/date-form.ts";
import { decimalNumber, wholeNumber } from "#app/domain/number.ts";
import { rankingMethods } from "#app/domain/ranking/method.ts";
import { voteTies } from "#app/domain/vote/employees-vote.ts";
import { panels, schemasOf, setting } from "./setting.ts";

const ticked = z.boolean().default(false);
const moment = localDateTime.optional();
const days = (max: number, usual: number) => wholeNumber(0, max).default(usual);
const share = wholeNumber(0, 100).default(0);

const sealed = { inManifest: true, lockedFrom: "announcement" } as const;
const voteDate = { copied: false, changedBy: "voteDates" } as const;

/**
 * The settings of the settings page, each panel in the order of its fields. Shares are per cent of
 * the jurors who accepted.
 */
export const formSettings = {
  timeZone: setting(
    "dates",
    "text",
    z.string().refine(isTimeZone, { error: "time-zone" }),
    "Europe/Rome",
  ),
  opensAt: setting("dates", "moment", moment, null, { copied: false, changedBy: "amendment" }),
  closesAt: setting("dates", "moment", moment, null, { copied: false, changedBy: "amendment" }),
  graceMinutes: setting("dates", "number", wholeNumber(0, 1440), 10, { unit: "minutes" }),
  objectionMinutes: setting("dates", "number", wholeNumber(0, 43_200), 4320, { unit: "minutes" }),
  answerMinutes: setting("dates", "number", wholeNumber(0, 129_600), 14_400, { unit: "minutes" }),
  contestMinutes: setting("dates", "number", wholeNumber(0, 43_200).default(7200), 7200, {
    unit: "minutes",
  }),
  // nothing: the smaller of 100 and a tenth of those eligible
  activationFloor: setting("dates", "number", wholeNumber(0, 1_000_000).optional(), null, {
    unit: "people",
  }),

  maxTeam: setting("seal", "number", wholeNumber(1, 10).default(3), 3, { unit: "people" }),
  passesPerPerson: setting("seal", "number", wholeNumber(1, 5), 2, { unit: "passes", ...sealed }),
  furtherBrowsers: setting("seal", "number", wholeNumber(0, 5), 2, { unit: "browsers", ...sealed }),
  custodianCount: setting("seal", "number", wholeNumber(1, 9), 5, { unit: "people", ...sealed }),
  quorum: setting("seal", "number", wholeNumber(1, 9), 3, { unit: "people", ...sealed }),
  reserveDepth: setting("seal", "number", wholeNumber(0, 50), 3, { unit: "proposals", ...sealed }),

  minCategories: setting("judging", "number", wholeNumber(1, 5), 1, { unit: "categories" }),
  maxCategories: setting("judging", "number", wholeNumber(1, 5), 2, { unit: "categories" }),
  jurorsPerProposal: setting("judging", "number", wholeNumber(1, 15), 3, { unit: "people" }),
  minInternal: setting("judging", "number", wholeNumber(0, 15), 1, { unit: "people" }),
  minExternal: setting("judging", "number", wholeNumber(0, 15), 1, { unit: "people" }),
  minimumScore: setting("judging", "decimal", decimalNumber(0, 100), 0, {
    unit: "percent",
    lockedFrom: "freeze",
  }),
  // 0: all
  shortlistScore: setting("judging", "decimal", decimalNumber(0, 100).default(0), 0, {
    unit: "percent",
    lockedFrom: "scoring",
  }),
  // 0: no limit
  shortlistSize: setting("judging", "number", wholeNumber(0, 10_000).default(0), 0, {
    unit: "proposals",
    lockedFrom: "scoring",
  }),
  // 0: no second round
  secondRoundJurors: setting("judging", "number", wholeNumber(0, 15).default(0), 0, {
    unit: "people",
    lockedFrom: "scoring",
  }),
  publishedDepth: setting("judging", "number", wholeNumber(0, 10_000), 10, {
    unit: "proposals",
    lockedFrom: "freeze",
  }),
  retentionDays: setting("judging", "number", days(3650, 180), 180, { unit: "days" }),
  sealedConflicts: setting("judging", "flag", ticked, false),
  asksPreferences: setting("judging", "flag", ticked, false),
  asksAuthor: setting("judging", "flag", ticked, false),

  employeesVote: setting("vote", "flag", ticked, false, sealed),
  voteStartsAt: setting("vote", "moment", moment, null, voteDate),
  voteEndsAt: setting("vote", "moment", moment, null, voteDate),
  voteTie: setting("vote", "choice", z.enum(voteTies).default("shared"), "shared", {
    options: voteTies,
    lockedFrom: "announcement",
  }),

  juryAfterClosing: setting("juryComposition", "flag", ticked, false),
  jurySecretary: setting("juryComposition", "flag", ticked, false),
  juryOdd: setting("juryComposition", "flag", ticked, false),
  secretVotes: setting("juryComposition", "flag", ticked, false),
  publishesMinutes: setting("juryComposition", "flag", ticked, false),
  juryInternalShare: setting("juryComposition", "number", share, 0, { unit: "percent" }),
  juryExternalShare: setting("juryComposition", "number", share, 0, { unit: "percent" }),

  // 0: no date, no reminder
  jurorAnswerDays: setting("juryDates", "number", days(90, 7), 7, { unit: "days" }),
  remindAnswerBefore: setting("juryDates", "number", days(60, 2), 2, { unit: "days" }),
  remindAnswerAfter: setting("juryDates", "number", days(60, 2), 2, { unit: "days" }),
  scoringDays: setting("juryDates", "number", days(365, 21), 21, {
    unit: "days",
    changedBy: "moreTime",
  }),
  remindScoringBefore: setting("juryDates", "number", days(60, 5), 5, { unit: "days" }),
  remindScoringAfter: setting("juryDates", "number", days(60, 2), 2, { unit: "days" }),

  rankingMethod: setting("ranking", "choice", z.enum(rankingMethods).default("mean"), "mean", {
    options: rankingMethods,
    lockedFrom: "scoring",
  }),
  tieLadder: setting(
    "ranking",
    "ladder",
    z.array(z.enum(["heaviest", "next", "median", "vote", "shared"])).default([]),
    ["heaviest", "next", "median", "vote", "shared"],
    { lockedFrom: "scoring" },
  ),
} as const;

export type FormSettingName = keyof typeof formSettings;
export const formSettingNames = Object.keys(formSettings) as FormSettingName[];

/** The settings as the form posts them, each by itself. */
export const eachSetting = z.object(schemasOf(formSettings));

/** What a new edition has of them, as the form would post it. */
export const usualFields = Object.fromEntries(
  Object.entries(formSettings).map(([name, { usual }]) => [name, usual ?? undefined]),
);

type RankingSetting = "rankingMethod" | "tieLadder";

/** What the settings page draws of the table: its panels with their fields. */
export function settingPanels() {
  return panels.map((panel) => ({
    panel,
    settings: formSettingNames.filter(isDrawn).flatMap((name) => {
      const { group, field: kind, unit, options } = formSettings[name];
      return group === panel ? [{ name, kind, unit, options }] : [];
    }),
  }));
}

/** The ranking's settings have panels of their own. */
function isDrawn(name: FormSettingName): name is Exclude<FormSettingName, RankingSetting> {
  return formSettings[name].group !== "ranking";
}
