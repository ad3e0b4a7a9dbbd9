// The phases of an edition: ten, one way. What holds in a phase is a trait of it. Pages, queries
// and commands ask for the trait, never for the name: a phase that is added answers every question
// here.

export const phases = [
  "preparation",
  "announced",
  "open",
  "screening",
  "scoring",
  "deliberation",
  "frozen",
  "opening",
  "published",
  "archived",
] as const;
export type Phase = (typeof phases)[number];
/** A phase that is entered: every one but the first. */
export type EnteredPhase = Exclude<Phase, (typeof phases)[0]>;
export const [firstPhase, ...entered] = phases;

/** What a phase may have. Those marked + stay with every later phase. */
export const phaseTraits = [
  "rulesEditable", // rules, texts, categories, criteria and custodians' keys can be changed
  "callPublic", // + the call is on the public pages
  "passes", // passes are issued
  "awaitsOpening", // announced, and no proposals are handed in yet
  "deposits", // proposals are handed in
  "keyChecks", // custodians are reminded to show that they still hold their keys
  "closed", // + the deposits are over, and with the main server
  "screens", // proposals are screened; the jury declares its conflicts and is assigned
  "judges", // + the jury reads what it was assigned
  "scores", // sheets are written
  "deliberates", // the jury meets, ties are voted on, sheets are corrected with a reason
  "votes", // the employees may vote
  "totalsSeen", // + totals and ranks are known to those who run the edition
  "frozen", // + the ranking is fixed
  "signsRanking", // custodians sign the frozen ranking
  "opens", // envelopes of winners are opened, claims answered
  "openingBegun", // + names may be known
  "resultsPublic", // + results are published
  "retention", // what identifies those who did not win is kept until its date
  "archived", // + what identifies those who did not win is erased
] as const;
export type PhaseTrait = (typeof phaseTraits)[number];

type Flags<Names extends readonly string[]> = { readonly [At in keyof Names]: 0 | 1 };

// prettier-ignore
const table: Record<Phase, Flags<typeof phaseTraits>> = {
  //            ru ca pa wa de ke cl sc ju wr me vo to fr si op na re rt ar
  preparation:  [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  announced:    [0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  open:         [0, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  screening:    [0, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  scoring:      [0, 1, 0, 0, 0, 1, 1, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0],
  deliberation: [0, 1, 0, 0, 0, 1, 1, 0, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
  frozen:       [0, 1, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0],
  opening:      [0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0],
  published:    [0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 0],
  archived:     [0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 1],
};

/** Has this phase the trait? */
export function phaseHas(phase: Phase, trait: PhaseTrait): boolean {
  return table[phase][phaseTraits.indexOf(trait)] === 1;
}

/** The phases that have the trait, in order: what a question to the database asks for. */
export function phasesWith(trait: PhaseTrait): Phase[] {
  return phases.filter((phase) => phaseHas(phase, trait));
}

/** The phases that do not have it. */
export function phasesWithout(trait: PhaseTrait): Phase[] {
  return phases.filter((phase) => !phaseHas(phase, trait));
}

/**
 * The phase that each event of an edition begins. Who means the event (when it was, that it takes
 * place now) names it; who means what is allowed asks for a trait.
 */
export const phaseOf = {
  announcement: "announced",
  callOpening: "open",
  closing: "screening",
  scoring: "scoring",
  deliberation: "deliberation",
  freeze: "frozen",
  ceremony: "opening",
  publication: "published",
  archiving: "archived",
} as const satisfies Record<string, EnteredPhase>;

/** True when `phase` comes at or after `milestone`. */
export function hasReached(phase: Phase, milestone: Phase): boolean {
  return phases.indexOf(phase) >= phases.indexOf(milestone);
}

/** The phase that follows, or null after the last. */
export function nextPhase(phase: Phase): EnteredPhase | null {
  return entered[phases.indexOf(phase)] ?? null;
}

/** The moment up to which deposits are taken. */
export function graceEnd(closesAt: Date, graceMinutes: number): Date {
  return new Date(closesAt.getTime() + graceMinutes * 60_000);
}

/** Phases that are entered by themselves when their guard allows it. */
export const automatic: readonly Phase[] = ["open", "screening"];

/**
 * May something be deposited, replaced or withdrawn now? Until the grace period ends, even if
 * nobody has closed yet.
 */
export function takesDeposits(
  edition: { phase: Phase; closesAt: Date | null; graceMinutes: number },
  now: Date,
): boolean {
  return (
    phaseHas(edition.phase, "deposits") &&
    edition.closesAt !== null &&
    now < graceEnd(edition.closesAt, edition.graceMinutes)
  );
}

/** Are passes issued now? From the announcement until deposits end. */
export function issuesPasses(
  edition: { phase: Phase; closesAt: Date | null; graceMinutes: number },
  now: Date,
): boolean {
  return phaseHas(edition.phase, "awaitsOpening") || takesDeposits(edition, now);
}
