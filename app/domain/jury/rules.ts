import { z } from "zod";
import { decimalNumber, wholeNumber } from "#app/domain/number.ts";

// What an edition asks of its jury, beside how many judge a proposal: when it may be appointed, who
// must be in it, by when it answers and scores, when it is reminded, whether it is asked what it
// would gladly judge, and how it may narrow down and judge again in deliberation.

const days = (max: number, usual: number) => wholeNumber(0, max).default(usual);
const share = wholeNumber(0, 100).default(0);

/**
 * Fields of the settings. Shares are per cent of those who accepted; days of 0 mean: no date, no
 * reminder; 0 further jurors: no second round; a shortlist of 0: no limit.
 */
export const juryRuleFields = {
  juryAfterClosing: z.boolean().default(false),
  jurySecretary: z.boolean().default(false),
  juryOdd: z.boolean().default(false),
  secretVotes: z.boolean().default(false),
  publishesMinutes: z.boolean().default(false),
  juryInternalShare: share,
  juryExternalShare: share,
  jurorAnswerDays: days(90, 7),
  remindAnswerBefore: days(60, 2),
  remindAnswerAfter: days(60, 2),
  scoringDays: days(365, 21),
  remindScoringBefore: days(60, 5),
  remindScoringAfter: days(60, 2),
  asksPreferences: z.boolean().default(false),
  secondRoundJurors: wholeNumber(0, 15).default(0),
  shortlistScore: decimalNumber(0, 100).default(0),
  shortlistSize: wholeNumber(0, 10_000).default(0),
};

const juryRules = z.object(juryRuleFields);
export type JuryRules = z.output<typeof juryRules>;

/** More days to score, given while the jury scores. */
export const moreTimeSchema = z.object({ days: wholeNumber(1, 90) });

/** What a new edition begins with. */
export const usualJuryRules: JuryRules = juryRules.parse({});

/** An edition's rules for its jury and nothing else of it. */
export function juryRulesOf(edition: JuryRules): JuryRules {
  return juryRules.parse(edition);
}

/**
 * What is wrong with rules that each are right: both shares together, and a reminder before the
 * days have begun.
 */
export function juryRuleFaults(rules: JuryRules): { field: keyof JuryRules; message: string }[] {
  const faults: { field: keyof JuryRules; message: string }[] = [];
  const atMost = (field: keyof JuryRules, value: number, max: number) =>
    value > max && faults.push({ field, message: `too-big?max=${max}` });
  atMost("juryExternalShare", rules.juryExternalShare, 100 - rules.juryInternalShare);
  if (rules.jurorAnswerDays > 0)
    atMost("remindAnswerBefore", rules.remindAnswerBefore, rules.jurorAnswerDays - 1);
  if (rules.scoringDays > 0)
    atMost("remindScoringBefore", rules.remindScoringBefore, rules.scoringDays - 1);
  return faults;
}
