import { isJuryPossible } from "#app/domain/jury/composition.ts";
import {
  type JuryException,
  type JuryStanding,
  juryLacks,
  lacksToExcept,
} from "#app/domain/jury/promise.ts";
import { graceEnd, hasReached, nextPhase, type Phase, phases } from "#app/domain/phase.ts";
import type { Reason } from "#app/domain/refusal.ts";

// Each transition to another phase has one guard, which answers with the reasons that block it.

/** What a guard must know; gathered by one query, judged here. Counts are of this edition. */
export type EditionFacts = JuryStanding & {
  phase: Phase;
  now: Date;
  opensAt: Date | null;
  closesAt: Date | null;
  graceMinutes: number;
  enabledLanguages: string[];
  languagesWithTexts: string[];
  categories: number;
  weightSum: number;
  criteria: number;
  custodianCount: number;
  quorum: number;
  custodiansNamed: number;
  custodiansTested: number;
  manifestSignatures: number;
  /** against EDITION_MANIFESTS; `waived`: no pin, and this installation asks for none */
  manifestPinned: "yes" | "no" | "waived" | "differs";
  organisers: number;
  eligible: number;
  activated: number;
  floor: number;
  openBelowReason: string | null;
  proposals: number;
  unscreened: number;
  admitted: number;
  rootSignatures: number;
  objectionEnds: Date | null;
  jurorsUndeclared: number; // accepted jurors who did not declare their conflicts yet
  contestOpen: boolean; // an exclusion can still be contested, or a contest is not read yet
  // public reasons to go on although the jury is not as the call says
  juryExceptions: JuryException[];
  unconfirmedJurors: number;
  // the jury is complete, and the proposers were not asked yet whom they are in conflict with
  conflictsToAsk: boolean;
  conflictsWait: boolean; // they may still answer
  openTies: number;
  secondRoundOpen: number; // sheets of a second round that are still to be delivered
  freezeConfirmations: number;
  rankingSignatures: number;
  toOpen: number; // envelopes on the open list
  opened: number;
  // custodians can open no more: until when winners may, with their receipts
  openedByReceiptUntil: Date | null;
  unsettled: number; // opened envelopes not judged together yet
  reservesUnsigned: number; // reserves that a quorum did not sign yet
  // claims that may still change: not answered, or 'not mine' in the days to object
  unanswered: number;
  rankingFrozen: boolean;
  // of the employees; null: there is none
  vote: { startsAt: Date | null; endsAt: Date | null } | null;
  awardFaults: number; // award rules that can never be met
  // meetings of the jury whose minutes are not signed off, open ones among them
  minutesUnsigned: number[];
  // until when what identifies losers is kept; null before the publication
  retentionEnds: Date | null;
};

type Guard = (facts: EditionFacts) => Reason[];

const block = (when: boolean, key: string, where?: string, params?: Reason["params"]): Reason[] =>
  when ? [{ key, where, params }] : [];

/** One guard per phase that can be entered; an empty list lets it happen. */
const guards: Record<Exclude<Phase, "preparation">, Guard> = {
  announced: (f) => [
    ...block(f.weightSum !== 100 || f.criteria === 0, "weights", "criteria", { sum: f.weightSum }),
    ...block(f.categories === 0, "categories", "categories"),
    ...block(!f.opensAt || !f.closesAt, "dates", "settings"),
    ...block(
      Boolean(f.opensAt && f.closesAt && f.opensAt >= f.closesAt),
      "dates-order",
      "settings",
    ),
    ...block(Boolean(f.closesAt && f.closesAt <= f.now), "closes-past", "settings"),
    ...f.enabledLanguages
      .filter((l) => !f.languagesWithTexts.includes(l))
      .map((locale) => ({ key: "texts", where: "settings", params: { locale } })),
    ...block(f.quorum * 2 <= f.custodianCount, "quorum", "settings"),
    ...block(f.custodiansNamed < f.custodianCount, "custodians-named", "custodians", {
      named: f.custodiansNamed,
      count: f.custodianCount,
    }),
    ...block(f.custodiansTested < f.custodiansNamed, "custodians-tested", "custodians", {
      missing: f.custodiansNamed - f.custodiansTested,
    }),
    ...block(f.manifestSignatures < f.custodianCount, "manifest-signatures", "custodians", {
      signed: f.manifestSignatures,
      count: f.custodianCount,
    }),
    ...block(f.manifestPinned === "differs", "manifest-differs", "custodians"),
    ...block(
      f.manifestSignatures === f.custodianCount && f.manifestPinned === "no",
      "manifest-unpinned",
      "custodians",
    ),
    ...block(f.organisers === 0, "organisers", "settings"),
    ...block(f.vote !== null && (!f.vote.startsAt || !f.vote.endsAt), "vote-dates", "settings"),
    ...block(!isJuryPossible({ ...f, ...f.juryRules }), "jury-impossible", "settings"),
  ],
  open: (f) => [
    ...block(!f.opensAt || f.now < f.opensAt, "opens-later", "settings"),
    ...block(Boolean(f.closesAt && f.now >= f.closesAt), "closes-past", "settings"),
    ...block(f.activated < f.floor && !f.openBelowReason, "floor", "phase", {
      activated: f.activated,
      floor: f.floor,
    }),
    ...block(f.manifestPinned === "differs", "manifest-differs", "custodians"),
  ],
  screening: (f) =>
    block(!f.closesAt || f.now < graceEnd(f.closesAt, f.graceMinutes), "closes-later", "settings"),
  scoring: (f) => [
    ...block(f.rootSignatures < f.quorum, "root-signatures", "custodians", {
      signed: f.rootSignatures,
      count: f.quorum,
    }),
    ...block(f.objectionEnds === null || f.now < f.objectionEnds, "objection", "phase"),
    ...block(f.unscreened > 0, "unscreened", "screening", { count: f.unscreened }),
    ...block(f.admitted === 0, "none-admitted", "screening"),
    ...block(f.contestOpen, "contest", "screening"),
    ...block(f.jurorsUndeclared > 0, "conflicts-undeclared", "jury", { count: f.jurorsUndeclared }),
    ...block(f.conflictsToAsk, "conflicts-to-ask", "jury/conflicts"),
    ...block(f.conflictsWait, "conflicts-wait", "jury/conflicts"),
    ...block(isPast(f.vote?.endsAt ?? null, f.now), "vote-past", "vote"),
    ...juryLacks("scoring", f),
  ],
  deliberation: (f) => [
    ...block(f.unconfirmedJurors > 0, "unconfirmed", "progress", { count: f.unconfirmedJurors }),
    ...lacksToExcept("deliberation", f, f.juryExceptions),
  ],
  frozen: (f) => [
    ...block(f.secondRoundOpen > 0, "second-round", "second-round", { count: f.secondRoundOpen }),
    ...block(f.openTies > 0, "ties", "ranking", { count: f.openTies }),
    ...block(f.freezeConfirmations < 2, "freeze", "ranking", { count: f.freezeConfirmations }),
    ...block(f.vote !== null && !isPast(f.vote.endsAt, f.now), "vote-open", "vote"),
    ...lacksToExcept("frozen", f, f.juryExceptions),
  ],
  opening: (f) => [
    ...block(!f.rankingFrozen, "not-frozen", "ranking"),
    ...block(f.rankingSignatures < f.quorum, "ranking-signatures", "custodians", {
      signed: f.rankingSignatures,
      count: f.quorum,
    }),
  ],
  published: (f) => [
    ...block(f.opened < f.toOpen && !isPast(f.openedByReceiptUntil, f.now), "unopened", "opening", {
      opened: f.opened,
      count: f.toOpen,
    }),
    ...block(f.unsettled > 0, "unsettled", "opening", { count: f.unsettled }),
    ...block(f.reservesUnsigned > 0, "reserves-unsigned", "opening", { count: f.reservesUnsigned }),
    ...block(f.unanswered > 0, "unanswered", "opening", { count: f.unanswered }),
  ],
  archived: (f) =>
    block(f.retentionEnds === null || f.now < f.retentionEnds, "retention", "publication"),
};

/** Why `to` cannot be entered now; empty when it can. Only the next phase can ever be entered. */
export function whyNot(to: Phase, facts: EditionFacts): Reason[] {
  if (to === "preparation" || nextPhase(facts.phase) !== to) return [{ key: "order" }];
  return guards[to](facts);
}

/**
 * A phase still to be entered, the organisers' page where what it takes is done, and, of the next
 * one, what keeps it.
 */
export type EditionStep = {
  phase: Exclude<Phase, "preparation">;
  where: string;
  blocked: Reason[];
};

/**
 * Where the work is done that leads into each phase; the way itself where a phase comes by itself.
 */
const stepPages: Record<EditionStep["phase"], string> = {
  announced: "",
  open: "",
  screening: "",
  scoring: "screening",
  deliberation: "progress",
  frozen: "ranking",
  opening: "custodians",
  published: "opening",
  archived: "publication",
};

/** What is left to do until `to` is entered, in order. */
export function stepsTo(to: EditionStep["phase"], facts: EditionFacts): EditionStep[] {
  return phases
    .filter(
      (phase): phase is EditionStep["phase"] =>
        phase !== "preparation" && !hasReached(facts.phase, phase) && hasReached(to, phase),
    )
    .map((phase, at) => ({
      phase,
      where: stepPages[phase],
      blocked: at === 0 ? whyNot(phase, facts) : [],
    }));
}

/**
 * What does not keep `to` from being entered, but should be looked at first: minutes that two
 * people have not signed, and, as long as they can be mended, award rules that can never be met.
 */
export function cautions(
  to: Phase | null,
  { minutesUnsigned, awardFaults }: Pick<EditionFacts, "minutesUnsigned" | "awardFaults">,
): Reason[] {
  const wait = minutesUnsigned.length > 0 && (to === "frozen" || to === "published");
  return [
    ...block(
      awardFaults > 0 && to !== null && !hasReached(to, "opening"),
      "award-rules",
      "awards",
      { count: awardFaults },
    ),
    ...block(wait, "minutes-unsigned", undefined, {
      count: minutesUnsigned.length,
      numbers: minutesUnsigned.join(", "),
    }),
  ];
}

function isPast(moment: Date | null, now: Date): boolean {
  return moment !== null && now >= moment;
}
