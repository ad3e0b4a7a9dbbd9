import { z } from "zod";
import { eachSetting, usualFields } from "#app/domain/edition/setting-table.ts";
import { wholeNumber } from "#app/domain/number.ts";

// What an edition asks of its jury, beside how many judge a proposal: when it may be appointed, who
// must be in it, by when it answers and scores, when it is reminded, whether it is asked what it
// would gladly judge, and how it may narrow down and judge again in deliberation.

/** The settings of an edition that are about its jury. */
const juryRules = eachSetting.pick({
  juryAfterClosing: true,
  jurySecretary: true,
  juryOdd: true,
  secretVotes: true,
  publishesMinutes: true,
  juryInternalShare: true,
  juryExternalShare: true,
  jurorAnswerDays: true,
  remindAnswerBefore: true,
  remindAnswerAfter: true,
  scoringDays: true,
  remindScoringBefore: true,
  remindScoringAfter: true,
  asksPreferences: true,
  secondRoundJurors: true,
  shortlistScore: true,
  shortlistSize: true,
});
export type JuryRules = z.output<typeof juryRules>;

/** More days to score, given while the jury scores. */
export const moreTimeSchema = z.object({ days: wholeNumber(1, 90) });

/** What a new edition begins with. */
export const usualJuryRules: JuryRules = juryRules.parse(usualFields);

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
