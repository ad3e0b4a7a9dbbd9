import type { JuryRules } from "./rules.ts";
import type { Reason } from "#app/domain/refusal.ts";

// Apart from the rules' schema, since every page knows the phases and few check a form.

/** Who accepted, by kind, and whether somebody presides and writes the minutes. */
export type Composition = {
  readonly internal: number;
  readonly external: number;
  readonly chair: boolean;
  readonly secretary: boolean;
};

type CompositionRules = Pick<
  JuryRules,
  "jurySecretary" | "juryOdd" | "juryInternalShare" | "juryExternalShare"
>;

const largestJury = 99;

type PossibleRules = Pick<
  CompositionRules,
  "juryOdd" | "juryInternalShare" | "juryExternalShare"
> & {
  jurorsPerProposal: number;
  minInternal: number;
  minExternal: number;
};

/**
 * Is there any number of internal and external jurors, of 99 at most, with which all these rules
 * can be met?
 */
export function isJuryPossible(rules: PossibleRules): boolean {
  const sizes = Array.from({ length: largestJury }, (_, at) => at + 1);
  return sizes.some(
    (all) =>
      all >= rules.jurorsPerProposal &&
      !(rules.juryOdd && all % 2 === 0) &&
      isSplitPossible(rules, all),
  );
}

/** Can so many be split into kinds? */
function isSplitPossible(
  { juryInternalShare, juryExternalShare, minInternal, minExternal }: PossibleRules,
  all: number,
): boolean {
  const least = (share: number, minimum: number) =>
    Math.max(minimum, Math.ceil((share * all) / 100));
  return least(juryInternalShare, minInternal) + least(juryExternalShare, minExternal) <= all;
}

/** What the jury lacks to be as the edition's rules want it; a chair is always wanted. */
export function compositionReasons(
  { jurySecretary, juryOdd, juryInternalShare, juryExternalShare }: CompositionRules,
  { internal, external, chair, secretary }: Composition,
): Reason[] {
  const all = internal + external;
  const reason = (when: boolean, key: string, params?: Reason["params"]): Reason[] =>
    when ? [{ key, where: "jury", params }] : [];
  const under = (count: number, wanted: number) => count * 100 < wanted * all;
  return [
    ...reason(!chair, "chair"),
    ...reason(jurySecretary && !secretary, "jury-secretary"),
    ...reason(juryOdd && all % 2 === 0, "jury-odd", { count: all }),
    ...reason(under(internal, juryInternalShare), "jury-internal-share", {
      count: internal,
      all,
      share: juryInternalShare,
    }),
    ...reason(under(external, juryExternalShare), "jury-external-share", {
      count: external,
      all,
      share: juryExternalShare,
    }),
  ];
}
