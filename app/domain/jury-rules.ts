import { z } from "zod";
import { wholeNumber } from "./number.ts";
import type { Reason } from "./refusal.ts";

// What an edition asks of its jury, beside how many judge a proposal: when it may be appointed, who must be in it, by when
// it answers and scores, and when it is reminded.

const days = (max: number, usual: number) => wholeNumber(0, max).default(usual);
const share = wholeNumber(0, 100).default(0);

/** Fields of the settings. Shares are per cent of those who accepted; days of 0 mean: no date, no reminder. */
export const juryRuleFields = {
  juryAfterClosing: z.boolean().default(false),
  jurySecretary: z.boolean().default(false),
  juryOdd: z.boolean().default(false),
  juryInternalShare: share,
  juryExternalShare: share,
  jurorAnswerDays: days(90, 7),
  remindAnswerBefore: days(60, 2),
  remindAnswerAfter: days(60, 2),
  scoringDays: days(365, 21),
  remindScoringBefore: days(60, 5),
  remindScoringAfter: days(60, 2),
};

const juryRules = z.object(juryRuleFields);
export type JuryRules = z.output<typeof juryRules>;

/** What a new edition begins with. */
export const usualJuryRules: JuryRules = juryRules.parse({});

/** An edition's rules for its jury and nothing else of it. */
export function juryRulesOf(edition: JuryRules): JuryRules {
  return juryRules.parse(edition);
}

/** What is wrong with rules that each are right: both shares together, and a reminder before the days have begun. */
export function juryRuleFaults(rules: JuryRules): { field: keyof JuryRules; message: string }[] {
  const faults: { field: keyof JuryRules; message: string }[] = [];
  const atMost = (field: keyof JuryRules, value: number, max: number) => value > max && faults.push({ field, message: `too-big?max=${max}` });
  atMost("juryExternalShare", rules.juryExternalShare, 100 - rules.juryInternalShare);
  if (rules.jurorAnswerDays > 0) atMost("remindAnswerBefore", rules.remindAnswerBefore, rules.jurorAnswerDays - 1);
  if (rules.scoringDays > 0) atMost("remindScoringBefore", rules.remindScoringBefore, rules.scoringDays - 1);
  return faults;
}

/** Who accepted, by kind, and whether somebody presides and writes the minutes. */
export type Composition = { readonly internal: number; readonly external: number; readonly chair: boolean; readonly secretary: boolean };

type CompositionRules = Pick<JuryRules, "jurySecretary" | "juryOdd" | "juryInternalShare" | "juryExternalShare">;

/** What the jury lacks to be as the edition's rules want it; a chair is always wanted. */
export function compositionReasons({ jurySecretary, juryOdd, juryInternalShare, juryExternalShare }: CompositionRules, { internal, external, chair, secretary }: Composition): Reason[] {
  const all = internal + external;
  const reason = (when: boolean, key: string, params?: Reason["params"]): Reason[] => (when ? [{ key, where: "jury", params }] : []);
  const under = (count: number, wanted: number) => count * 100 < wanted * all;
  return [
    ...reason(!chair, "chair"),
    ...reason(jurySecretary && !secretary, "jury-secretary"),
    ...reason(juryOdd && all % 2 === 0, "jury-odd", { count: all }),
    ...reason(under(internal, juryInternalShare), "jury-internal-share", { count: internal, all, share: juryInternalShare }),
    ...reason(under(external, juryExternalShare), "jury-external-share", { count: external, all, share: juryExternalShare }),
  ];
}
