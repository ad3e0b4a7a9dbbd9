import { usualJuryRules } from "#app/domain/jury/rules.ts";
import type { EditionFacts } from "#app/domain/edition/guards.ts";
import { type Phase, phases } from "#app/domain/phase.ts";

const at = (iso: string) => new Date(iso);

/** An edition in which nothing blocks, in the phase before `to`. */
export function ready(to: Phase): EditionFacts {
  return {
    phase: phases[phases.indexOf(to) - 1]!, now: at("2027-05-01T12:00:00Z"),
    opensAt: at("2027-04-15T07:00:00Z"), closesAt: to === "screening" ? at("2027-05-01T11:49:00Z") : at("2027-05-29T14:00:00Z"), graceMinutes: 10,
    enabledLanguages: ["it", "en"], languagesWithTexts: ["it", "en"], categories: 7, weightSum: 100, criteria: 4,
    custodianCount: 5, quorum: 3, custodiansNamed: 5, custodiansTested: 5, manifestSignatures: 5, manifestPinned: "yes", organisers: 1,
    eligible: 1000, activated: 120, floor: 100, openBelowReason: null, proposals: 71, unscreened: 0, admitted: 70,
    rootSignatures: 3, objectionEnds: at("2027-05-01T11:00:00Z"), jurorsPerProposal: 3, minInternal: 1, minExternal: 1, juryExceptions: [], understaffed: [], lackInternal: [], lackExternal: [], together: [], jurorsUndeclared: 0, contestOpen: false, jury: { internal: 4, external: 3, chair: true, secretary: false }, juryRules: usualJuryRules, unconfirmedJurors: 0,
    conflictsToAsk: false, conflictsWait: false, openTies: 0, secondRoundOpen: 0, freezeConfirmations: 2, rankingSignatures: 3, toOpen: 4, opened: 4, openedByReceiptUntil: null, unsettled: 0, reservesUnsigned: 0, unanswered: 0, rankingFrozen: true, vote: null, awardFaults: 0, minutesUnsigned: [], retentionEnds: new Date(0),
  };
}
