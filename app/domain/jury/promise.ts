import { type Composition, compositionReasons } from "./composition.ts";
import type { JuryRules } from "./rules.ts";
import type { Reason } from "#app/domain/refusal.ts";

// What the call promises of whoever judges: asked before each phase in which it must hold, and not
// once only, since jurors leave, recuse and are replaced. Apart from the rules' schema, since every
// page knows the phases and few check a form.

/**
 * How the jury stands. Numbers are of admitted proposals; whoever recused or is in conflict does
 * not count.
 */
export type JuryStanding = {
  jurorsPerProposal: number;
  minInternal: number;
  minExternal: number;
  understaffed: number[]; // fewer jurors than promised
  lackInternal: number[]; // fewer internal ones
  lackExternal: number[];
  together: number[]; // two jurors who must be apart
  jury: Composition;
  juryRules: JuryRules;
};

/** The phases before which the promise must hold. */
export type JudgingPhase = "scoring" | "deliberation" | "frozen";

/**
 * Phases that may begin all the same, with a public reason: from then on not everything can be
 * mended.
 */
export const exceptionPhases = ["deliberation", "frozen"] as const;
export type ExceptionPhase = (typeof exceptionPhases)[number];

/**
 * What does not hold of what the call promises, each with the organisers' page where it can be
 * mended before `to`.
 */
export function juryLacks(to: JudgingPhase, standing: JuryStanding): Reason[] {
  const { jurorsPerProposal: k, minInternal, minExternal, juryRules, jury } = standing;
  const further = juryRules.secondRoundJurors > 0 ? "second-round" : undefined;
  const where = to === "frozen" ? further : "assignment";
  const of = (key: string, numbers: number[], params: Record<string, number> = {}): Reason[] =>
    numbers.length > 0 ? [{ key, where, params: { numbers: numbers.join(", "), ...params } }] : [];
  return [
    ...of("understaffed", standing.understaffed, { k }),
    ...of("lack-internal", standing.lackInternal, { count: minInternal }),
    ...of("lack-external", standing.lackExternal, { count: minExternal }),
    ...of("jurors-together", standing.together),
    ...compositionReasons(juryRules, jury).map((reason) =>
      to === "frozen" ? { ...reason, where: undefined } : reason,
    ),
  ];
}

/** An organiser's public reason to go on although some of it did not hold, and what did not. */
export type JuryException = {
  readonly phase: ExceptionPhase;
  readonly reason: string;
  readonly lacks: Reason[];
};

/**
 * True when all that lacks now was lacking when a reason was given: what came later needs a reason
 * of its own.
 */
export function isExcepted(
  lacks: readonly Reason[],
  exceptions: readonly JuryException[],
): boolean {
  const said = ({ key, params = {} }: Reason) =>
    JSON.stringify([key, Object.entries(params).sort()]);
  return exceptions.some((exception) => {
    const known = new Set(exception.lacks.map(said));
    return lacks.every((lack) => known.has(said(lack)));
  });
}

/**
 * What must have a public reason before `to` can begin; empty where nothing lacks, a reason was
 * given, or none would help.
 */
export function lacksToExcept(
  to: string | null,
  standing: JuryStanding,
  exceptions: readonly JuryException[],
): Reason[] {
  const phase = exceptionPhases.find((each) => each === to);
  if (!phase) return [];
  const lacks = juryLacks(phase, standing);
  return isExcepted(lacks, exceptions) ? [] : lacks;
}
