import { isJuryPossible } from "#app/domain/jury/composition.ts";
import {
  type JuryException,
  type JuryStanding,
  juryLacks,
  lacksToExcept,
} from "#app/domain/jury/promise.ts";
import {
  entered,
  type EnteredPhase,
  graceEnd,
  hasReached,
  nextPhase,
  type Phase,
} from "#app/domain/phase.ts";
import type { Reason } from "#app/domain/refusal.ts";

// Each transition to another phase is guarded: by what must hold on entering it, and by what was
// promised before and must still hold.

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

/** Why something does not hold, each with the organisers' page where it is mended. */
type Broken = (facts: EditionFacts, to: EnteredPhase) => Reason[];

/** What must hold whenever one of these phases is entered. */
type Condition = { before: readonly EnteredPhase[]; broken: Broken };

const block = (
  when: boolean,
  key: string,
  where?: string,
  params?: NonNullable<Reason["params"]>,
): Reason[] =>
  when ? [{ key, ...(where !== undefined && { where }), ...(params && { params }) }] : [];

/** Asked once, on entering one phase. */
const at = (phase: EnteredPhase, broken: Broken): Condition => ({ before: [phase], broken });

/**
 * An invariant: true when `first` is entered, and asked again on entering each phase up to `last`,
 * those that are added between them too. What was promised to the public is one of these.
 */
const throughout = (first: EnteredPhase, last: EnteredPhase, broken: Broken): Condition => ({
  before: entered.filter((phase) => hasReached(phase, first) && hasReached(last, phase)),
  broken,
});

/** What each transition asks, in the order in which an organiser reads it. */
const conditions: readonly Condition[] = [
  // what the announcement fixes
  at("announced", (f) =>
    block(f.weightSum !== 100 || f.criteria === 0, "weights", "criteria", { sum: f.weightSum }),
  ),
  at("announced", (f) => block(f.categories === 0, "categories", "categories")),
  at("announced", (f) => block(!f.opensAt || !f.closesAt, "dates", "settings")),
  at("announced", (f) =>
    block(
      f.opensAt !== null && f.closesAt !== null && f.opensAt >= f.closesAt,
      "dates-order",
      "settings",
    ),
  ),
  at("open", (f) => block(!f.opensAt || f.now < f.opensAt, "opens-later", "settings")),
  throughout("announced", "open", (f) =>
    block(isPast(f.closesAt, f.now), "closes-past", "settings"),
  ),
  at("announced", (f) =>
    f.enabledLanguages
      .filter((locale) => !f.languagesWithTexts.includes(locale))
      .flatMap((locale) => block(true, "texts", "settings", { locale })),
  ),
  at("announced", (f) => block(f.quorum * 2 <= f.custodianCount, "quorum", "settings")),
  at("announced", (f) =>
    block(f.custodiansNamed < f.custodianCount, "custodians-named", "custodians", {
      named: f.custodiansNamed,
      count: f.custodianCount,
    }),
  ),
  at("announced", (f) =>
    block(f.custodiansTested < f.custodiansNamed, "custodians-tested", "custodians", {
      missing: f.custodiansNamed - f.custodiansTested,
    }),
  ),
  at("announced", (f) =>
    block(f.manifestSignatures < f.custodianCount, "manifest-signatures", "custodians", {
      signed: f.manifestSignatures,
      count: f.custodianCount,
    }),
  ),
  at("open", (f) =>
    block(f.activated < f.floor && !f.openBelowReason, "floor", "phase", {
      activated: f.activated,
      floor: f.floor,
    }),
  ),
  // whoever exchanges the manifest stops the edition wherever it is
  throughout("announced", "published", (f) =>
    block(f.manifestPinned === "differs", "manifest-differs", "custodians"),
  ),
  at("announced", (f) =>
    block(
      f.manifestSignatures === f.custodianCount && f.manifestPinned === "no",
      "manifest-unpinned",
      "custodians",
    ),
  ),
  at("announced", (f) => block(f.organisers === 0, "organisers", "settings")),
  at("announced", (f) =>
    block(f.vote !== null && (!f.vote.startsAt || !f.vote.endsAt), "vote-dates", "settings"),
  ),
  at("announced", (f) =>
    block(!isJuryPossible({ ...f, ...f.juryRules }), "jury-impossible", "settings"),
  ),
  // the closing
  at("screening", (f) =>
    block(!f.closesAt || f.now < graceEnd(f.closesAt, f.graceMinutes), "closes-later", "settings"),
  ),
  // what the custodians signed stays signed
  throughout("scoring", "published", (f) =>
    block(f.rootSignatures < f.quorum, "root-signatures", "custodians", {
      signed: f.rootSignatures,
      count: f.quorum,
    }),
  ),
  at("scoring", (f) =>
    block(f.objectionEnds === null || f.now < f.objectionEnds, "objection", "phase"),
  ),
  // every proposal has a verdict
  throughout("scoring", "frozen", (f) =>
    block(f.unscreened > 0, "unscreened", "screening", { count: f.unscreened }),
  ),
  throughout("scoring", "frozen", (f) => block(f.admitted === 0, "none-admitted", "screening")),
  at("scoring", (f) => block(f.contestOpen, "contest", "screening")),
  // every juror says whom they know, whoever joins later too
  throughout("scoring", "deliberation", (f) =>
    block(f.jurorsUndeclared > 0, "conflicts-undeclared", "jury", { count: f.jurorsUndeclared }),
  ),
  at("scoring", (f) => block(f.conflictsToAsk, "conflicts-to-ask", "jury/conflicts")),
  at("scoring", (f) => block(f.conflictsWait, "conflicts-wait", "jury/conflicts")),
  at("scoring", (f) => block(isPast(f.vote?.endsAt ?? null, f.now), "vote-past", "vote")),
  // judging
  at("deliberation", (f) =>
    block(f.unconfirmedJurors > 0, "unconfirmed", "progress", { count: f.unconfirmedJurors }),
  ),
  at("frozen", (f) =>
    block(f.secondRoundOpen > 0, "second-round", "second-round", { count: f.secondRoundOpen }),
  ),
  at("frozen", (f) => block(f.openTies > 0, "ties", "ranking", { count: f.openTies })),
  at("frozen", (f) =>
    block(f.freezeConfirmations < 2, "freeze", "ranking", { count: f.freezeConfirmations }),
  ),
  at("frozen", (f) => block(f.vote !== null && !isPast(f.vote.endsAt, f.now), "vote-open", "vote")),
  // the jury is as the call says, or says in public why not
  throughout("scoring", "frozen", juryBroken),
  // the ranking
  throughout("opening", "published", (f) => block(!f.rankingFrozen, "not-frozen", "ranking")),
  throughout("opening", "published", (f) =>
    block(f.rankingSignatures < f.quorum, "ranking-signatures", "custodians", {
      signed: f.rankingSignatures,
      count: f.quorum,
    }),
  ),
  // the names
  at("published", (f) =>
    block(f.opened < f.toOpen && !isPast(f.openedByReceiptUntil, f.now), "unopened", "opening", {
      opened: f.opened,
      count: f.toOpen,
    }),
  ),
  at("published", (f) => block(f.unsettled > 0, "unsettled", "opening", { count: f.unsettled })),
  at("published", (f) =>
    block(f.reservesUnsigned > 0, "reserves-unsigned", "opening", { count: f.reservesUnsigned }),
  ),
  at("published", (f) => block(f.unanswered > 0, "unanswered", "opening", { count: f.unanswered })),
  at("archived", (f) =>
    block(f.retentionEnds === null || f.now < f.retentionEnds, "retention", "publication"),
  ),
];

function juryBroken(facts: EditionFacts, to: EnteredPhase): Reason[] {
  const judging = to === "deliberation" || to === "frozen" ? to : "scoring";
  return judging === "scoring"
    ? juryLacks(judging, facts)
    : lacksToExcept(judging, facts, facts.juryExceptions);
}

/** Why `to` cannot be entered now; empty when it can. Only the next phase can ever be entered. */
export function whyNot(to: Phase, facts: EditionFacts): Reason[] {
  const next = nextPhase(facts.phase);
  if (next === null || next !== to) return [{ key: "order" }];
  return conditions
    .filter(({ before }) => before.includes(next))
    .flatMap(({ broken }) => broken(facts, next));
}

/**
 * A phase still to be entered, the organisers' page where what it takes is done, and, of the next
 * one, what keeps it.
 */
export type EditionStep = {
  phase: EnteredPhase;
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
  return entered
    .filter((phase) => !hasReached(facts.phase, phase) && hasReached(to, phase))
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
